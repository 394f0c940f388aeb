package dev.bowstring.runtime.descriptor;

import static dev.bowstring.runtime.descriptor.Printable.quote;

import dev.bowstring.runtime.graph.BlockingCycles;
import dev.bowstring.runtime.graph.Edge;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Checks how the nodes are linked: every source exists, and no cycle can block itself. */
final class Wiring {
    private static final int MOST_CYCLES = 20;

    private final Dataflow dataflow;
    private final Problems problems;
    private final Map<String, Set<String>> outputs = new LinkedHashMap<>();

    Wiring(Dataflow dataflow, Problems problems) {
        this.dataflow = dataflow;
        this.problems = problems;
        for (NodeSpec node : dataflow.nodes()) {
            node.outputs().forEach(output -> outputsOf(node.id()).add(output.id()));
            node.logs().outputs().forEach(output -> outputsOf(node.id()).add(output.id()));
            outputsOf(node.id());
        }
    }

    void check() {
        for (NodeSpec node : dataflow.nodes()) {
            for (InputSpec input : node.inputs()) {
                if (!problems.isFull() && input.source() instanceof OutputSource source) {
                    checkSource(source, input);
                    if (input.journal().isPresent()) {
                        checkJournal(node, source, input);
                    }
                }
            }
        }
        new LogWiring(dataflow, problems).check();
        checkCycles();
    }

    private Set<String> outputsOf(String node) {
        return outputs.computeIfAbsent(node, id -> new TreeSet<>());
    }

    private void checkSource(OutputSource source, InputSpec input) {
        Set<String> known = outputs.getOrDefault(source.node(), Set.of());
        if (!outputs.containsKey(source.node())) {
            String suggestion = Nearest.suggest(source.node(), "the nodes are", outputs.keySet());
            problems.add(input.position(), "there is no node " + quote(source.node()), suggestion);
        } else if (!known.contains(source.output())) {
            String message = "node " + quote(source.node()) + " has no output " + quote(source.output());
            String suggestion = known.isEmpty()
                    ? "add it to the node's `outputs`"
                    : Nearest.suggest(source.output(), "its outputs are", known);
            problems.add(input.position(), message, suggestion);
        }
    }

    private void checkJournal(NodeSpec reader, OutputSource source, InputSpec input) {
        boolean ofTheRuntime = reader.program() instanceof ExecutableProgram || reader.isDynamic();
        if (ofTheRuntime) {
            problems.add(
                    input.position(),
                    "only Java programs that the runtime starts can read a journal",
                    "remove `transport: journal` from this input");
        }
        boolean kept = dataflow.nodes().stream()
                .filter(node -> node.id().equals(source.node()))
                .flatMap(node -> node.outputs().stream())
                .anyMatch(output ->
                        output.id().equals(source.output()) && output.durable().kept());
        boolean known = outputs.getOrDefault(source.node(), Set.of()).contains(source.output());
        if (known && !kept) {
            problems.add(
                    input.position(),
                    "output " + quote(source.node() + "/" + source.output()) + " has no journal to read",
                    "declare it as `{id: " + source.output() + ", durable: true}`, or remove `transport: journal`");
        }
    }

    private void checkCycles() {
        for (List<Edge> cycle : BlockingCycles.find(dataflow.graph(), MOST_CYCLES)) {
            String path = cycle.stream().map(Edge::from).collect(Collectors.joining(" -> "));
            problems.add(
                    position(cycle.get(0)),
                    "every edge of the cycle " + path + " -> " + cycle.get(0).from()
                            + " can block: it may stop for ever",
                    "let every input of one of its outputs drop: `queue_policy: drop_oldest`");
        }
    }

    private SourcePosition position(Edge edge) {
        return dataflow.nodes().stream()
                .filter(node -> node.id().equals(edge.to()))
                .flatMap(node -> node.inputs().stream())
                .filter(input -> input.id().equals(edge.input()))
                .map(InputSpec::position)
                .findFirst()
                .orElse(SourcePosition.START);
    }
}
