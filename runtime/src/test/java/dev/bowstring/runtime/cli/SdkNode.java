package dev.bowstring.runtime.cli;

import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;
import dev.bowstring.node.SendResult;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.arrow.vector.BigIntVector;

/**
 * A node with the SDK that does what its first argument says. What it sends are vectors of 64-bit numbers that follow on
 * each other from message to message; who receives them fails at the first one that is out of its turn.
 */
final class SdkNode {
    private static final int SMALL = 64;
    private static final int LARGE = 32 << 10;
    private static final int HOARD = 16;
    private static final long SLOWNESS_NS = 100_000;
    private static final int PROGRESS_EVERY = 16;

    private final Node node;
    private long next;

    private SdkNode(Node node) {
        this.node = node;
    }

    public static void main(String[] arguments) throws IOException {
        try (Node node = Node.connect()) {
            new SdkNode(node).obey(arguments[0], arguments.length > 1 ? arguments[1] : "");
        }
    }

    /** An entry of {@code nodes:} that does this. */
    static String yaml(String id, String arguments, String ports) throws Exception {
        return ConnectedNode.yaml(id, arguments, ports).replace(ConnectedNode.class.getName(), SdkNode.class.getName());
    }

    /**
     * An endless flow through three nodes, as fast as the last one takes it.
     *
     * @param progress the file in which it keeps how much that was; empty for none
     */
    static String chain(String progress) throws Exception {
        return "nodes:\n"
                + yaml("source", "source", "outputs: [out]")
                + yaml(
                        "relay",
                        "relay",
                        "outputs: [out]\n    inputs: {in: {source: source/out, queue_policy: backpressure}}")
                + yaml(
                        "sink",
                        "sink, \"" + progress + "\"",
                        "inputs: {in: {source: relay/out, queue_policy: backpressure}}");
    }

    private void obey(String what, String detail) throws IOException {
        switch (what) {
            case "idle" -> idle();
            case "source" -> endlessly();
            case "large" -> large(Integer.parseInt(detail));
            case "relay" -> relay();
            case "sink" -> sink(detail);
            case "full" -> full(Path.of(detail));
            default -> throw new IllegalArgumentException(what);
        }
    }

    private void idle() {
        System.out.println("idle");
        for (Event event : node.events()) {
            System.out.println(event);
        }
    }

    private void endlessly() {
        Output out = node.output("out");
        long sent = 0;
        while (out.send(numbers(out, SMALL)).sent()) {
            sent++;
        }
        System.out.println("sent " + sent);
    }

    private void large(int values) {
        Output out = node.output("out");
        for (int i = 0; i < 3; i++) {
            require(out.send(numbers(out, values)));
        }
    }

    private BigIntVector numbers(Output out, int count) {
        BigIntVector vector = new BigIntVector("n", out.allocator());
        vector.allocateNew(count);
        for (int i = 0; i < count; i++) {
            vector.set(i, next++);
        }
        vector.setValueCount(count);
        return vector;
    }

    private void relay() {
        Output out = node.output("out");
        long relayed = 0;
        for (Event event : node.events()) {
            if (event instanceof Message message) {
                check(message);
                next -= message.vector().getValueCount(); // to send them again
                require(out.send(numbers(out, message.vector().getValueCount())));
                relayed++;
            }
        }
        System.out.println("relayed " + relayed);
    }

    /** Is slower than anything before it, so that the queues are full. */
    private void sink(String progress) throws IOException {
        long got = 0;
        for (Event event : node.events()) {
            if (event instanceof Message message) {
                check(message);
                got++;
                LockSupport.parkNanos(SLOWNESS_NS);
                if (!progress.isEmpty() && got % PROGRESS_EVERY == 0) {
                    Path fresh = Files.writeString(Path.of(progress + ".new"), Long.toString(got));
                    Files.move(fresh, Path.of(progress), StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }
        System.out.println("got " + got + " up to " + next);
    }

    private void check(Message message) {
        BigIntVector vector = message.vector(BigIntVector.class);
        for (int i = 0; i < vector.getValueCount(); i++) {
            if (vector.get(i) != next) {
                throw new IllegalStateException("out of turn: number=" + vector.get(i) + " expected=" + next);
            }
            next++;
        }
    }

    /** Fills shared memory, then makes more than its arena holds before it sends any of it, and goes on with little. */
    private void full(Path filler) throws IOException {
        Output out = node.output("out");
        fill(filler);
        List<BigIntVector> hoard = new ArrayList<>();
        for (int i = 0; i < HOARD; i++) {
            hoard.add(numbers(out, LARGE));
        }
        hoard.forEach(vector -> require(out.send(vector)));
        for (int i = 0; i < 1_000; i++) {
            require(out.send(numbers(out, SMALL)));
        }
    }

    private static void fill(Path file) {
        byte[] zeros = new byte[4096];
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(zeros);
            }
        } catch (IOException full) {
            System.out.println("filled: " + full.getMessage());
        }
    }

    private static void require(SendResult result) {
        if (!result.sent()) {
            throw new IllegalStateException("not sent: result=" + result);
        }
    }
}
