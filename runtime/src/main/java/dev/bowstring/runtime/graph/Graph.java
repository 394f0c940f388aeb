package dev.bowstring.runtime.graph;

import java.util.List;

/** A dataflow as plain values: its nodes and edges, each in the order of declaration. */
public record Graph(List<Vertex> vertices, List<Edge> edges, List<BuiltInEdge> builtIns) {

    public Graph {
        vertices = List.copyOf(vertices);
        edges = List.copyOf(edges);
        builtIns = List.copyOf(builtIns);
    }
}
