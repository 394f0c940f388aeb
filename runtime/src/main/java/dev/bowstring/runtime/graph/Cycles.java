package dev.bowstring.runtime.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which nodes and edges lie in cycles, and which nodes start the data.
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

    /** The largest sets of nodes that all reach each other, in order of declaration. Nodes in no cycle are in none. */
    public List<Set<String>> components() {
        List<Set<String>> components = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Vertex vertex : graph.vertices()) {
            if (reach.reaches(vertex.id(), vertex.id()) && !seen.contains(vertex.id())) {
                Set<String> component = componentOf(vertex.id());
                seen.addAll(component);
                components.add(component);
            }
        }
        return components;
    }

    /** The nodes without a data input from outside their own cycle: a stop begins with them. */
    public Set<String> sources() {
        Set<String> sources = new LinkedHashSet<>();
        graph.vertices().forEach(vertex -> sources.add(vertex.id()));
        graph.edges().stream().filter(edge -> !isInside(edge)).forEach(edge -> sources.remove(edge.to()));
        return sources;
    }

    private Set<String> componentOf(String node) {
        Set<String> component = new LinkedHashSet<>();
        for (Vertex other : graph.vertices()) {
            if (reach.reaches(node, other.id()) && reach.reaches(other.id(), node)) {
                component.add(other.id());
            }
        }
        return component;
    }
}
