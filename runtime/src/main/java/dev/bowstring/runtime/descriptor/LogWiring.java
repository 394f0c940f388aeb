package dev.bowstring.runtime.descriptor;

import static dev.bowstring.runtime.descriptor.Printable.quote;

import java.util.List;
import java.util.Optional;

/** Checks the inputs that read what nodes print: their nodes exist and print, and nobody waits for such a reader. */
final class LogWiring {
    private final Dataflow dataflow;
    private final Problems problems;

    LogWiring(Dataflow dataflow, Problems problems) {
        this.dataflow = dataflow;
        this.problems = problems;
    }

    void check() {
        for (NodeSpec node : dataflow.nodes()) {
            for (InputSpec input : node.inputs()) {
                if (input.source() instanceof LogsSource logs) {
                    logs.node()
                            .ifPresentOrElse(
                                    printing -> checkNode(printing, node, input), () -> checkOthers(node, input));
                } else if (input.source() instanceof OutputSource source) {
                    checkReader(source, node, input);
                }
            }
        }
    }

    private void checkOthers(NodeSpec reader, InputSpec input) {
        if (dataflow.nodes().stream()
                .allMatch(node -> node.isDynamic() || node.id().equals(reader.id()))) {
            problems.add(
                    input.position(),
                    "there is no other node whose logs " + quote(reader.id()) + " could read: it does not read its own",
                    "add one or remove the input");
        }
    }

    private void checkNode(String printing, NodeSpec reader, InputSpec input) {
        Optional<NodeSpec> node = find(printing);
        if (node.isEmpty()) {
            List<String> ids = dataflow.nodes().stream().map(NodeSpec::id).toList();
            problems.add(
                    input.position(),
                    "there is no node " + quote(printing),
                    Nearest.suggest(printing, "the nodes are", ids));
        } else if (node.get().isDynamic()) {
            problems.add(
                    input.position(),
                    "node " + quote(printing) + " is dynamic: what it prints goes to its own terminal",
                    "read another node's logs");
        } else if (printing.equals(reader.id())) {
            problems.add(
                    input.position(),
                    "node " + quote(printing) + " would read its own logs: each line could make the next one",
                    "read another node's logs");
        }
    }

    private void checkReader(OutputSource source, NodeSpec reader, InputSpec input) {
        boolean lines = find(source.node())
                .filter(node -> node.logs().writes(source.output()))
                .isPresent();
        if (lines && source.node().equals(reader.id())) {
            problems.add(
                    input.position(),
                    "node " + quote(reader.id())
                            + " would read what it prints itself: each line could make the next one",
                    "let another node read it");
        } else if (lines && input.policy() == QueuePolicy.BACKPRESSURE) {
            problems.add(
                    input.position(),
                    quote(source.node() + "/" + source.output())
                            + " carries what the node prints: with `backpressure` a slow reader would stop it",
                    "remove `queue_policy` and make `queue_size` larger");
        }
    }

    private Optional<NodeSpec> find(String id) {
        return dataflow.nodes().stream().filter(node -> node.id().equals(id)).findFirst();
    }
}
