package dev.bowstring.runtime.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which node can be reached from which over a given set of edges. */
final class Reach {
    private final Map<String, List<Edge>> edgesFrom = new HashMap<>();
    private final Map<String, Set<String>> reachedFrom = new HashMap<>();

    Reach(Collection<Edge> edges) {
        for (Edge edge : edges) {
            edgesFrom.computeIfAbsent(edge.from(), from -> new ArrayList<>()).add(edge);
        }
    }

    /** Whether one edge or more lead from one node to the other; a node reaches itself only over a cycle. */
    boolean reaches(String from, String to) {
        return reachedFrom.computeIfAbsent(from, this::walk).contains(to);
    }

    /** Whether the edge is part of a cycle. */
    boolean returns(Edge edge) {
        return edge.from().equals(edge.to()) || reaches(edge.to(), edge.from());
    }

    /** The shortest cycle that begins with this edge; the first declared of equals. */
    Optional<List<Edge>> cycleThrough(Edge first) {
        Map<String, Edge> cameBy = new LinkedHashMap<>();
        cameBy.put(first.to(), first);
        Deque<String> open = new ArrayDeque<>(List.of(first.to()));
        while (!open.isEmpty() && !cameBy.containsKey(first.from())) {
            for (Edge edge : edgesFrom.getOrDefault(open.remove(), List.of())) {
                if (cameBy.putIfAbsent(edge.to(), edge) == null) {
                    open.add(edge.to());
                }
            }
        }
        return cameBy.containsKey(first.from()) ? Optional.of(trace(first, cameBy)) : Optional.empty();
    }

    private static List<Edge> trace(Edge first, Map<String, Edge> cameBy) {
        Deque<Edge> cycle = new ArrayDeque<>();
        Edge step = cameBy.getOrDefault(first.from(), first);
        while (!step.equals(first)) {
            cycle.addFirst(step);
            step = cameBy.getOrDefault(step.from(), first);
        }
        cycle.addFirst(first);
        return List.copyOf(cycle);
    }

    private Set<String> walk(String start) {
        Set<String> reached = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            for (Edge edge : edgesFrom.getOrDefault(open.remove(), List.of())) {
                if (reached.add(edge.to())) {
                    open.add(edge.to());
                }
            }
        }
        return reached;
    }
}
