package dev.bowstring.runtime.supervisor;

import static dev.bowstring.runtime.logs.LogSource.STDOUT;

import dev.bowstring.runtime.descriptor.Dataflow;
import dev.bowstring.runtime.descriptor.InputSpec;
import dev.bowstring.runtime.descriptor.LogsSource;
import dev.bowstring.runtime.descriptor.NodeSpec;
import dev.bowstring.runtime.descriptor.OutputSource;
import dev.bowstring.runtime.descriptor.OutputSpec;
import dev.bowstring.runtime.graph.Cycles;
import dev.bowstring.runtime.graph.Downstream;
import dev.bowstring.runtime.graph.Edge;
import dev.bowstring.runtime.logs.LogSource;
import dev.bowstring.transport.control.ToolSeats;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A dataflow as the supervisor needs it: every output with the readers of it, every node with its neighbours. Pure. */
final class RunPlan {
    private final Dataflow dataflow;
    private final LogPlan logs;
    private final List<PlannedOutput> outputs;
    private final Set<String> sources;

    RunPlan(Dataflow dataflow) {
        this.dataflow = dataflow;
        this.logs = new LogPlan(dataflow);
        Cycles cycles = new Cycles(dataflow.graph());
        Set<String> withoutData = cycles.sources();
        this.sources = dataflow.nodes().stream()
                .filter(node -> withoutData.contains(node.id()) && !logs.readsOthers(node))
                .map(NodeSpec::id)
                .collect(Collectors.toSet());
        List<PlannedOutput> planned = new ArrayList<>();
        for (NodeSpec node : dataflow.nodes()) {
            for (OutputSpec output : node.outputs()) {
                planned.add(new PlannedOutput(
                        node.id(), output, readers(node.id(), output.id(), cycles), Optional.empty()));
            }
            node.logs().stdout().ifPresent(output -> planned.add(logs(node, output, cycles, Optional.of(STDOUT))));
            node.logs().logs().ifPresent(output -> planned.add(logs(node, output, cycles, Optional.empty())));
            planned.addAll(logs(node));
        }
        this.outputs = List.copyOf(planned);
    }

    private PlannedOutput logs(NodeSpec node, OutputSpec output, Cycles cycles, Optional<LogSource> pipe) {
        List<PlannedReader> readers = readers(node.id(), output.id(), cycles);
        return new PlannedOutput(
                node.id(),
                LogPlan.withRoom(output, readers),
                readers,
                Optional.of(logs.linesOf(node, output.id(), pipe)));
    }

    /** An output for each of the node's inputs that read what others print. */
    private List<PlannedOutput> logs(NodeSpec reader) {
        List<PlannedOutput> planned = new ArrayList<>();
        for (InputSpec input : reader.inputs()) {
            if (input.source() instanceof LogsSource source) {
                boolean inOwnCycle = logs.isInOwnCycle(reader, input, source);
                List<PlannedReader> readers =
                        List.of(new PlannedReader(0, reader.id(), input, inOwnCycle, reader.isDynamic()));
                OutputSpec output = new OutputSpec(LogPlan.outputOf(reader, input), 0, 0);
                planned.add(new PlannedOutput(
                        LogPlan.NODE,
                        LogPlan.withRoom(output, readers),
                        readers,
                        Optional.of(logs.feed(reader, input, source))));
            }
        }
        return planned;
    }

    private List<PlannedReader> readers(String node, String output, Cycles cycles) {
        Set<Edge> inside = new LinkedHashSet<>();
        dataflow.graph().edges().stream().filter(cycles::isInside).forEach(inside::add);
        List<PlannedReader> readers = new ArrayList<>();
        for (NodeSpec reader : dataflow.nodes()) {
            for (InputSpec input : reader.inputs()) {
                if (input.source().equals(new OutputSource(node, output))) {
                    boolean inOwnCycle = inside.stream()
                            .anyMatch(edge -> edge.to().equals(reader.id())
                                    && edge.input().equals(input.id()));
                    readers.add(new PlannedReader(readers.size(), reader.id(), input, inOwnCycle, reader.isDynamic()));
                }
            }
        }
        return readers;
    }

    Dataflow dataflow() {
        return dataflow;
    }

    /** All outputs, in order of declaration. */
    List<PlannedOutput> outputs() {
        return outputs;
    }

    /** The output that an input reads; empty when it is fed by a timer. */
    Optional<PlannedOutput> source(NodeSpec reader, InputSpec input) {
        if (input.source() instanceof OutputSource source) {
            return Optional.of(find(source.node(), source.output()));
        }
        return input.source() instanceof LogsSource
                ? Optional.of(find(LogPlan.NODE, LogPlan.outputOf(reader, input)))
                : Optional.empty();
    }

    private PlannedOutput find(String node, String id) {
        return outputs.stream()
                .filter(output ->
                        output.node().equals(node) && output.spec().id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("plan: unknown output=" + node + "/" + id));
    }

    /** Whether any input reads what nodes print. */
    boolean hasLogInputs() {
        return outputs.stream().anyMatch(output -> output.node().equals(LogPlan.NODE));
    }

    /** Whether a stop begins with this node: no data and no lines reach it from outside its own cycle. */
    boolean isSource(String node) {
        return sources.contains(node);
    }

    /** The nodes that the supervisor starts, in order of declaration. */
    List<NodeSpec> started() {
        return dataflow.nodes().stream().filter(node -> !node.isDynamic()).toList();
    }

    /** The nodes that processes attach as, in order of declaration. */
    List<NodeSpec> dynamic() {
        return dataflow.nodes().stream().filter(NodeSpec::isDynamic).toList();
    }

    /**
     * The started nodes with ports that no data of a dynamic node can reach, nor the lines of one that it reaches: once all of them have ended, the others have
     * nothing to wait for but what may never attach.
     */
    Set<String> independent() {
        Set<String> dependent =
                Downstream.of(logs.graph(), dynamic().stream().map(NodeSpec::id).toList());
        Set<String> independent = new LinkedHashSet<>();
        started().stream()
                .filter(node -> connects(node) && !dependent.contains(node.id()))
                .forEach(node -> independent.add(node.id()));
        return independent;
    }

    /** The nodes whose ends the dataflow may wait for. */
    Set<String> workers() {
        return dataflow.nodes().stream()
                .filter(NodeSpec::endsByItself)
                .map(NodeSpec::id)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Whether the node connects to the supervisor: it has an input or an output. */
    static boolean connects(NodeSpec node) {
        return !node.inputs().isEmpty() || !node.outputs().isEmpty();
    }

    /**
     * The publishers that a node reads from, who reads their journals, and the readers of its outputs; itself when it is its own
     * neighbour. Tools always: they may read anything.
     */
    Set<String> neighbours(String node) {
        Set<String> neighbours = new LinkedHashSet<>(ToolSeats.NAMES);
        for (PlannedOutput output : outputs) {
            for (PlannedReader reader : output.readers()) {
                if (output.node().equals(node)) {
                    neighbours.add(reader.node());
                }
                if (reader.node().equals(node)) {
                    neighbours.add(output.node());
                    neighbours.addAll(journalReaders(output));
                }
            }
        }
        return neighbours;
    }

    private static List<String> journalReaders(PlannedOutput output) {
        return output.readers().stream()
                .filter(PlannedReader::fromJournal)
                .map(PlannedReader::node)
                .toList();
    }
}
