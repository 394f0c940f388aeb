package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.descriptor.Dataflow;
import dev.bowstring.runtime.descriptor.InputSpec;
import dev.bowstring.runtime.descriptor.LogsSource;
import dev.bowstring.runtime.descriptor.NodeSpec;
import dev.bowstring.runtime.descriptor.OutputSpec;
import dev.bowstring.runtime.graph.Cycles;
import dev.bowstring.runtime.graph.Edge;
import dev.bowstring.runtime.graph.Graph;
import dev.bowstring.runtime.logs.LogLevel;
import dev.bowstring.runtime.logs.LogSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which lines go where, and until when. Pure.
 *
 * <p>Each input that reads {@code logs} has an output of its own, so that what a node prints itself is left out for it
 * alone. It ends when the nodes have ended whose lines it carries; those that depend on the reader do not count, or each
 * would wait for the other.
 */
final class LogPlan {
    /** The node that stands for the runtime where an output needs one; no node of a dataflow is called so. */
    static final String NODE = "logs";

    private static final long LEAST_ARENA = 1L << 20;
    private static final long MOST_ARENA = 64L << 20;
    /** What a line of usual length takes, with its description. */
    private static final long LINE_BYTES = 512;

    private final Dataflow dataflow;
    private final Graph graph;
    private final Cycles cycles;

    LogPlan(Dataflow dataflow) {
        this.dataflow = dataflow;
        this.graph = graph(dataflow);
        this.cycles = new Cycles(graph);
    }

    /** The dataflow with an edge from each node that prints to each that reads what it prints. */
    Graph graph() {
        return graph;
    }

    private static Graph graph(Dataflow dataflow) {
        Graph data = dataflow.graph();
        List<Edge> edges = new ArrayList<>(data.edges());
        for (NodeSpec reader : dataflow.nodes()) {
            for (InputSpec input : reader.inputs()) {
                if (input.source() instanceof LogsSource source) {
                    printing(dataflow, source, reader).forEach(node -> edges.add(edge(node, reader, input)));
                }
            }
        }
        return new Graph(data.vertices(), edges, data.builtIns());
    }

    private static Edge edge(String node, NodeSpec reader, InputSpec input) {
        return new Edge(node, NODE, reader.id(), input.id(), false, "");
    }

    private static Set<String> printing(Dataflow dataflow, LogsSource source, NodeSpec reader) {
        Set<String> printing = new LinkedHashSet<>();
        dataflow.nodes().stream()
                .filter(node -> !node.isDynamic() && !node.id().equals(reader.id()))
                .filter(node -> source.node().orElse(node.id()).equals(node.id()))
                .forEach(node -> printing.add(node.id()));
        return printing;
    }

    /** The name of the output that an input of {@code logs} has for itself. No port of a dataflow has a dot. */
    static String outputOf(NodeSpec reader, InputSpec input) {
        return reader.id() + "." + input.id();
    }

    /** The output with an arena for what its readers may have unread and hold; it does not grow. */
    static OutputSpec withRoom(OutputSpec output, List<PlannedReader> readers) {
        long lines = readers.stream()
                .mapToLong(reader ->
                        reader.input().queueSize() + (long) reader.input().maxHeld())
                .sum();
        long wanted = Math.min(MOST_ARENA, Math.max(LEAST_ARENA, lines * LINE_BYTES));
        long bytes = Math.max(output.arenaBytes(), Long.highestOneBit(2 * wanted - 1));
        return new OutputSpec(output.id(), bytes, bytes);
    }

    /** What an input that reads {@code logs} gets. */
    LogFeed feed(NodeSpec reader, InputSpec input, LogsSource source) {
        Set<String> printing = printing(dataflow, source, reader);
        Set<String> echoing = new LinkedHashSet<>();
        Set<String> awaited = new LinkedHashSet<>();
        for (String node : printing) {
            (cycles.isInside(edge(node, reader, input)) ? echoing : awaited).add(node);
        }
        return new LogFeed(
                source.text(),
                printing,
                Optional.empty(),
                source.least(),
                awaited.isEmpty() ? printing : awaited,
                echoing);
    }

    /** Whether an input that reads {@code logs} carries lines of nobody who could end before its reader. */
    boolean isInOwnCycle(NodeSpec reader, InputSpec input, LogsSource source) {
        return printing(dataflow, source, reader).stream().allMatch(node -> cycles.isInside(edge(node, reader, input)));
    }

    /** Whether somebody's lines reach the node, after which it may end: then a stop lets it see them. */
    boolean readsOthers(NodeSpec reader) {
        return reader.inputs().stream()
                .anyMatch(input -> input.source() instanceof LogsSource source && !isInOwnCycle(reader, input, source));
    }

    /** What an output of a node carries that the runtime writes for it. */
    LogFeed linesOf(NodeSpec node, String output, Optional<LogSource> pipe) {
        boolean echoes = graph.edges().stream()
                .filter(edge -> edge.from().equals(node.id()) && edge.output().equals(output))
                .anyMatch(cycles::isInside);
        Set<String> itself = Set.of(node.id());
        return new LogFeed(node.id() + "/" + output, itself, pipe, LogLevel.TRACE, itself, echoes ? itself : Set.of());
    }
}
