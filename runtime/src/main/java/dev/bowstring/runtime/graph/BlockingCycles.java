package dev.bowstring.runtime.graph;

import dev.bowstring.runtime.graph.Edge.Port;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the cycles in which every edge can make its publisher wait, so that all nodes of the cycle may end up waiting
 * for each other.
 *
 * <p>A publisher waits for memory as well as for a queue, and it does so as soon as its output has one reader with
 * back-pressure. So every edge of such an output blocks, whatever its own policy.
 */
public final class BlockingCycles {
    private BlockingCycles() {}

    /**
     * Cycles that together hold every edge that lies in any blocking cycle, as long as there are fewer than the limit.
     * Each begins with the edge that was declared first among those not named yet.
     */
    public static List<List<Edge>> find(Graph graph, int limit) {
        List<Edge> blocking = blockingEdges(graph);
        Reach reach = new Reach(blocking);
        List<List<Edge>> cycles = new ArrayList<>();
        Set<Edge> named = new HashSet<>();
        for (Edge edge : blocking) {
            if (cycles.size() < limit && !named.contains(edge)) {
                reach.cycleThrough(edge).ifPresent(cycle -> {
                    named.addAll(cycle);
                    cycles.add(cycle);
                });
            }
        }
        return cycles;
    }

    private static List<Edge> blockingEdges(Graph graph) {
        Set<Port> blocking = graph.edges().stream()
                .filter(Edge::backpressure)
                .map(Edge::port)
                .collect(Collectors.toSet());
        return graph.edges().stream()
                .filter(edge -> blocking.contains(edge.port()))
                .toList();
    }
}
