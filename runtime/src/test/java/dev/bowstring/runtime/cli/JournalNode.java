package dev.bowstring.runtime.cli;

import dev.bowstring.node.Event;
import dev.bowstring.node.InputClosed;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;
import org.apache.arrow.vector.BigIntVector;

/**
 * A node beside a journal: {@code source N} sends N numbers, {@code sink FILE} writes down each number it gets, in order,
 * before it asks for the next, and whether it lay in the journal.
 */
final class JournalNode {
    private static final long PACE_NS = 300_000;

    private JournalNode() {}

    public static void main(String[] arguments) throws IOException {
        try (Node node = Node.connect()) {
            if (arguments[0].equals("source")) {
                source(node, Long.parseLong(arguments[1]));
            } else {
                sink(node, Path.of(arguments[1]));
            }
        }
    }

    /** An entry of {@code nodes:} that does this. */
    static String yaml(String id, String arguments, String ports) throws Exception {
        return ConnectedNode.yaml(id, arguments, ports)
                .replace(ConnectedNode.class.getName(), JournalNode.class.getName());
    }

    private static void source(Node node, long messages) {
        Output out = node.output("out");
        for (long next = 0; next < messages; next++) {
            try (BigIntVector vector = new BigIntVector("n", out.allocator())) {
                vector.setSafe(0, next);
                vector.setValueCount(1);
                if (!out.send(vector).sent()) {
                    return;
                }
            }
            LockSupport.parkNanos(PACE_NS);
        }
    }

    private static void sink(Node node, Path file) throws IOException {
        long elsewhere = 0;
        try (FileChannel written = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            for (Event event : node.events()) {
                if (event instanceof Message message) {
                    BigIntVector numbers = message.vector(BigIntVector.class);
                    elsewhere += message.sequence() % 100 == 0 && !liesInJournal(numbers) ? 1 : 0;
                    String line = node.restartCount() + " " + numbers.get(0) + "\n";
                    written.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
                } else if (event instanceof InputClosed) {
                    System.out.println("closed, elsewhere " + elsewhere);
                }
            }
        }
    }

    /** By the kernel's word: the values lie in the mapped file of a queue. */
    private static boolean liesInJournal(BigIntVector vector) throws IOException {
        long address = vector.getDataBuffer().memoryAddress();
        return Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .filter(line -> line.endsWith(".cq4"))
                .map(line -> line.substring(0, line.indexOf(' ')).split("-", 2))
                .anyMatch(range -> Long.parseUnsignedLong(range[0], 16) <= address
                        && address < Long.parseUnsignedLong(range[1], 16));
    }
}
