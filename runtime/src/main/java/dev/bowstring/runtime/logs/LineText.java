package dev.bowstring.runtime.logs;

import java.util.List;

/** A line as people read it: behind the name of its node, and a mark that says which pipe it came through. */
public final class LineText {
    /** What stands before the sentences of the runtime itself. */
    public static final String NOTE = "bowstring: ";

    private static final int[] COLOURS = {36, 33, 32, 35, 34, 96, 93, 92, 95, 94};

    private final List<String> nodes;
    private final boolean colours;
    private final int width;

    /** @param nodes all nodes, in the order of the dataflow: it decides their colours */
    public LineText(List<String> nodes, boolean colours) {
        this.nodes = List.copyOf(nodes);
        this.colours = colours;
        this.width = nodes.stream().mapToInt(String::length).max().orElse(0);
    }

    /** Without a line end. */
    public String of(LogLine line) {
        boolean error = line.source() == LogSource.STDERR;
        String name = String.format("%-" + Math.max(1, width) + "s", line.node());
        if (!colours) {
            return name + (error ? " ! " : " | ") + line.text();
        }
        int colour = COLOURS[Math.max(0, nodes.indexOf(line.node())) % COLOURS.length];
        String bar = error ? "\u001b[31m!\u001b[0m" : "|";
        return "\u001b[" + colour + "m" + name + "\u001b[0m " + bar + " " + line.text();
    }
}
