package dev.bowstring.runtime.graph;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Which edges lie in cycles, and which nodes start the data.
 *
 * <p>An input from inside the node's own cycle does not count for "all inputs closed": otherwise each node of the cycle
 * would wait for the others for ever.
 */
public final class Cycles {
    private final Graph graph;
    private final Reach reach;

    public Cycles(Graph graph) {
        this.graph = graph;
        this.reach = new Reach(graph.edges());
    }

    /** Whether the edge leads from a node's own cycle (or from itself) back into it. */
    public boolean isInside(Edge edge) {
        return reach.returns(edge);
    }

    /** The nodes without a data input from outside their own cycle: a stop begins with them. */
    public Set<String> sources() {
        Set<String> sources = new LinkedHashSet<>();
        graph.vertices().forEach(vertex -> sources.add(vertex.id()));
        graph.edges().stream().filter(edge -> !isInside(edge)).forEach(edge -> sources.remove(edge.to()));
        return sources;
    }
}
