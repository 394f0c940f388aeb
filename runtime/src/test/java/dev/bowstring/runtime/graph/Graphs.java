package dev.bowstring.runtime.graph;

import java.util.List;
import java.util.stream.Stream;

/** Graphs written short: {@code a>b} is an edge that drops, {@code a=b} one with back-pressure; all read output "out". */
final class Graphs {
    private Graphs() {}

    static Graph of(String nodes, String... edges) {
        List<Vertex> vertices =
                Stream.of(nodes.split(" ")).map(id -> new Vertex(id, id)).toList();
        return new Graph(vertices, Stream.of(edges).map(Graphs::edge).toList(), List.of());
    }

    static Edge edge(String text) {
        String[] ends = text.split("[>=]");
        boolean backpressure = text.contains("=");
        return new Edge(ends[0], "out", ends[1], ends[0], backpressure, backpressure ? "backpressure" : "");
    }
}
