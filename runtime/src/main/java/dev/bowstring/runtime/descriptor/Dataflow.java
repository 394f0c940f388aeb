package dev.bowstring.runtime.descriptor;

import dev.bowstring.runtime.graph.BuiltInEdge;
import dev.bowstring.runtime.graph.Edge;
import dev.bowstring.runtime.graph.Graph;
import dev.bowstring.runtime.graph.Vertex;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A validated dataflow: every source names an output that exists, every program is there, no cycle can block itself.
 *
 * @param name as written, else made from the name of the file; {@code [A-Za-z0-9_-]{1,64}}
 * @param directory the file's, absolute; relative paths were resolved against it
 * @param env what every node gets, expanded; already part of each {@link NodeSpec#env()}
 * @param startTimeout how long the nodes may take until all of them are ready
 * @param grace how long the nodes may take to drain when the dataflow is stopped
 * @param exitWhenNodesFinish whether it is stopped once every node has ended but those that only timers drive
 * @param nodes in the order of declaration
 */
public record Dataflow(
        String name,
        Path file,
        Path directory,
        Map<String, String> env,
        Duration startTimeout,
        Duration grace,
        boolean exitWhenNodesFinish,
        List<NodeSpec> nodes) {
    /** The grace where nothing is said. */
    public static final Duration DEFAULT_GRACE = Duration.ofSeconds(5);

    /** No grace is longer. */
    public static final Duration LONGEST_GRACE = Duration.ofHours(1);

    public Dataflow {
        env = Map.copyOf(env);
        nodes = List.copyOf(nodes);
    }

    /** The same dataflow, with other nodes. */
    public Dataflow withNodes(List<NodeSpec> others) {
        return new Dataflow(name, file, directory, env, startTimeout, grace, exitWhenNodesFinish, others);
    }

    /** The same dataflow, with another grace. */
    public Dataflow withGrace(Duration other) {
        return new Dataflow(name, file, directory, env, startTimeout, other, exitWhenNodesFinish, nodes);
    }

    /** The nodes and links alone. */
    public Graph graph() {
        List<Edge> edges = new ArrayList<>();
        List<BuiltInEdge> builtIns = new ArrayList<>();
        for (NodeSpec node : nodes) {
            for (InputSpec input : node.inputs()) {
                if (input.source() instanceof OutputSource source) {
                    edges.add(edge(source, node, input));
                } else if (input.source() instanceof TimerSource timer) {
                    builtIns.add(new BuiltInEdge(timer.text(), node.id(), input.id()));
                } else if (input.source() instanceof LogsSource logs) {
                    builtIns.add(new BuiltInEdge(logs.text(), node.id(), input.id()));
                }
            }
        }
        return new Graph(nodes.stream().map(Dataflow::vertex).toList(), edges, builtIns);
    }

    private static Edge edge(OutputSource source, NodeSpec reader, InputSpec input) {
        String note = input.journal().isPresent() ? "journal" : note(input.policy());
        boolean backpressure = input.policy() == QueuePolicy.BACKPRESSURE;
        return new Edge(source.node(), source.output(), reader.id(), input.id(), backpressure, note);
    }

    private static String note(QueuePolicy policy) {
        return policy == QueuePolicy.DROP_OLDEST ? "" : policy.word();
    }

    private static Vertex vertex(NodeSpec node) {
        String label = Stream.of(node.id(), node.name(), node.description(), node.isDynamic() ? "(dynamic)" : "")
                .flatMap(String::lines)
                .map(Printable::of)
                .distinct()
                .collect(Collectors.joining("\n"));
        return new Vertex(node.id(), label);
    }
}
