package dev.bowstring.runtime.graph;

import java.util.List;

/** A dataflow as plain values: its nodes and edges, each in the order of declaration. */
public record Graph(List<Vertex> vertices, List<Edge> edges, List<TimerEdge> timers) {

    public Graph {
        vertices = List.copyOf(vertices);
        edges = List.copyOf(edges);
        timers = List.copyOf(timers);
    }
}
