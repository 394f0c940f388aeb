package dev.bowstring.runtime.graph;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** Which nodes the data of others can reach. */
public final class Downstream {
    private Downstream() {}

    /** Every node to which one edge or more lead from one of the given nodes; they themselves only over a cycle. */
    public static Set<String> of(Graph graph, Collection<String> from) {
        Reach reach = new Reach(graph.edges());
        Set<String> reached = new LinkedHashSet<>();
        for (Vertex vertex : graph.vertices()) {
            if (from.stream().anyMatch(source -> reach.reaches(source, vertex.id()))) {
                reached.add(vertex.id());
            }
        }
        return reached;
    }
}
