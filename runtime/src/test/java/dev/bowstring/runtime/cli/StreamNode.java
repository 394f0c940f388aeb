package dev.bowstring.runtime.cli;

import dev.bowstring.node.Event;
import dev.bowstring.node.InputClosed;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;
import dev.bowstring.node.Tick;
import java.nio.file.Path;
import org.apache.arrow.vector.BigIntVector;

/** The nodes around a dynamic one: {@code source} sends a number at each tick, {@code sink} prints what it gets. */
final class StreamNode {
    static final int VALUES_OF_A_MESSAGE = 4096;

    private StreamNode() {}

    public static void main(String[] arguments) {
        try (Node node = Node.connect()) {
            if (node.inputs().isEmpty()) {
                source(node, Long.parseLong(arguments[0]));
            } else {
                sink(node);
            }
        }
    }

    private static void source(Node node, long messages) {
        Output rows = node.output("rows");
        long sent = 0;
        for (Event event : node.events()) {
            if (event instanceof Tick && sent < messages && send(rows, sent)) {
                sent++;
            }
            if (sent == messages) {
                return;
            }
        }
    }

    private static boolean send(Output rows, long number) {
        try (BigIntVector vector = new BigIntVector("n", rows.allocator())) {
            vector.allocateNew(VALUES_OF_A_MESSAGE);
            vector.set(0, number);
            vector.setValueCount(VALUES_OF_A_MESSAGE);
            return rows.send(vector).sent();
        }
    }

    private static void sink(Node node) {
        for (Event event : node.events()) {
            if (event instanceof Message message) {
                long number = message.vector(BigIntVector.class).get(0);
                System.out.println("got " + message.sequence() + ": " + number);
            } else if (event instanceof InputClosed closed) {
                System.out.println("closed " + closed.input());
            }
        }
    }

    /** A dataflow whose source sends so many messages, as fast as its readers let it but at most one a millisecond. */
    static String flow(long messages) throws Exception {
        Path classes = Path.of(StreamNode.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return """
                nodes:
                  - id: source
                    path: %1$s
                    classpath: %2$s
                    args: ["%3$d"]
                    inputs: {tick: timer/millis/1}
                    outputs: [{id: rows, arena: 1MiB, arena_max: 1MiB}]
                  - id: probe
                    path: dynamic
                    inputs:
                      all: {source: source/rows, queue_policy: backpressure, queue_size: 4}
                      some: {source: source/rows, queue_size: 4}
                    outputs: [{id: back, arena: 256KiB, arena_max: 256KiB}]
                  - id: sink
                    path: %1$s
                    classpath: %2$s
                    inputs: {back: {source: probe/back, queue_policy: backpressure}}
                """.formatted(StreamNode.class.getName(), classes, messages);
    }
}
