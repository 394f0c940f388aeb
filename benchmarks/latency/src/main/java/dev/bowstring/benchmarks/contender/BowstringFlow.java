package dev.bowstring.benchmarks.contender;

import dev.bowstring.benchmarks.cell.Cell;
import dev.bowstring.benchmarks.cell.Shape;
import dev.bowstring.benchmarks.cell.WarmUp;
import dev.bowstring.benchmarks.cell.Workload;
import java.nio.file.Path;

/** The YAML of a cell. */
final class BowstringFlow {
    private static final String NODES = "dev.bowstring.benchmarks.node.";
    private static final long QUEUED_MEMORY = 64L << 20;
    private static final int LARGEST_QUEUE = 1000;
    private static final int SMALLEST_QUEUE = 4;
    private static final int LARGE = 1 << 20;

    private final Cell cell;
    private final Path directory;
    private final StringBuilder yaml = new StringBuilder("nodes:\n");
    private int processes;

    BowstringFlow(Cell cell, Path directory) {
        this.cell = cell;
        this.directory = directory;
    }

    String yaml() {
        switch (cell.workload()) {
            case PING_PONG -> {
                node("ping", "PingNode", "pong", true);
                node("pong", "PongNode", "ping", true);
            }
            case START_UP -> pair("GreetNode", "GreetNode");
            case IDLE -> pair("WaitingNode", "WaitingNode");
            case PACED, SATURATED, SLOW_READER -> oneWay();
        }
        return yaml.toString();
    }

    private void pair(String source, String sink) {
        node("source", source, "", true);
        node("sink", sink, "source", false);
    }

    private void oneWay() {
        node("source", "SourceNode", "", true);
        String last = "source";
        for (int i = 0; cell.shape() == Shape.CHAIN && i < cell.width() - 2; i++) {
            node("relay-" + i, "RelayNode", last, true);
            last = "relay-" + i;
        }
        int sinks = cell.shape() == Shape.FAN_OUT ? cell.width() : 1;
        for (int i = 0; i < sinks; i++) {
            node(sinks == 1 ? "sink" : "sink-" + i, "SinkNode", last, false);
        }
    }

    private void node(String id, String main, String source, boolean sends) {
        line("  - id: " + id);
        line("    path: " + NODES + main);
        line("    classpath: " + Places.ownJar());
        line("    jvm_options: [\"-Dbowstring.idle=" + cell.idle() + "\"]");
        line("    env:");
        line("      BENCH_CELL: \"" + cell.text(processes++, Places.CPUS, WarmUp.OF_COMPILERS) + "\"");
        line("      BENCH_DIRECTORY: \"" + directory + "\"");
        if (!source.isEmpty()) {
            line("    inputs:");
            line("      in: " + input(source));
        }
        if (sends) {
            line("    outputs:");
            line(cell.bytes() >= LARGE ? "      - {id: out, arena_max: 1 GiB}" : "      - out");
        }
    }

    /**
     * Lossless, with as long a queue as a peer gets: what was dropped would be missing among the samples. In a cycle not
     * every edge may wait for another; there, the one message that is on its way finds room.
     */
    private String input(String source) {
        if (cell.workload() == Workload.PING_PONG) {
            return source + "/out";
        }
        long queue = Math.max(SMALLEST_QUEUE, Math.min(LARGEST_QUEUE, QUEUED_MEMORY / Math.max(1, cell.bytes())));
        return "{source: " + source + "/out, queue_policy: backpressure, queue_size: " + queue + "}";
    }

    private void line(String text) {
        yaml.append(text).append('\n');
    }
}
