package dev.bowstring.runtime.graph;

import java.util.LinkedHashMap;
import java.util.Map;

/** Draws a graph as Mermaid text, the same text for the same graph every time. */
public final class Mermaid {
    private final StringBuilder text = new StringBuilder("flowchart LR\n");
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<String, String> builtInNames = new LinkedHashMap<>();

    private Mermaid() {}

    /** The whole picture, each line ended by a newline; what the runtime feeds is drawn with dotted edges. */
    public static String render(Graph graph) {
        Mermaid picture = new Mermaid();
        graph.vertices().forEach(picture::node);
        graph.builtIns().forEach(picture::builtIn);
        graph.edges().forEach(picture::edge);
        graph.builtIns().forEach(picture::builtInEdge);
        return picture.text.toString();
    }

    /** Names are made up here, since a node id may be a word of Mermaid's own, such as {@code end}. */
    private void node(Vertex vertex) {
        String name = "n" + names.size();
        names.put(vertex.id(), name);
        line(name + "[\"" + escape(vertex.label()) + "\"]");
    }

    private void builtIn(BuiltInEdge edge) {
        if (!builtInNames.containsKey(edge.source())) {
            String name = "t" + builtInNames.size();
            builtInNames.put(edge.source(), name);
            line(name + "([\"" + escape(edge.source()) + "\"])");
        }
    }

    private void edge(Edge edge) {
        String ports = edge.output().equals(edge.input()) ? edge.input() : edge.output() + " as " + edge.input();
        String label = edge.note().isEmpty() ? ports : ports + " (" + edge.note() + ")";
        line(names.get(edge.from()) + " -->|\"" + escape(label) + "\"| " + names.get(edge.to()));
    }

    private void builtInEdge(BuiltInEdge edge) {
        line(builtInNames.get(edge.source()) + " -.->|\"" + escape(edge.input()) + "\"| " + names.get(edge.to()));
    }

    private void line(String content) {
        text.append("  ").append(content).append('\n');
    }

    private static String escape(String label) {
        return label.replace("&", "#amp;")
                .replace("\"", "#quot;")
                .replace("<", "#lt;")
                .replace(">", "#gt;")
                .replace("\n", "<br/>");
    }
}
