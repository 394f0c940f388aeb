package dev.bowstring.runtime.cli;

import dev.bowstring.transport.control.Frame.Grown;
import dev.bowstring.transport.control.Hello;
import dev.bowstring.transport.control.NodeControlReader;
import dev.bowstring.transport.control.SupervisorLink;
import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentKind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A node without the SDK that does what its arguments say, one after the other, and prints what it sees. */
final class ConnectedNode {
    private final RunDirectory run;
    private final SupervisorLink link;
    private final NodeControlReader control;

    private ConnectedNode() {
        run = new RunDirectory(Path.of(System.getenv("BOWSTRING_RUN_DIR")));
        String node = System.getenv("BOWSTRING_NODE");
        long incarnation = Long.parseLong(System.getenv("BOWSTRING_INCARNATION"));
        link = SupervisorLink.connect(
                run.socket(), Hello.of(node, incarnation, System.getenv("BOWSTRING_TOKEN")), () -> {});
        control = new NodeControlReader(Segment.map(run.nodeControl(node), SegmentKind.NODE_CONTROL, run.runId(), false)
                .buffer());
    }

    public static void main(String[] arguments) {
        ConnectedNode node = new ConnectedNode();
        for (String argument : arguments) {
            String[] words = argument.split(":");
            node.obey(words);
            System.out.println("did " + argument);
        }
        node.link.bye();
        node.link.close();
    }

    /** An entry of {@code nodes:} that does these steps. */
    static String yaml(String id, String steps, String ports) throws Exception {
        Path classes = Path.of(ConnectedNode.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return """
                  - id: %s
                    path: %s
                    classpath: %s
                    args: [%s]
                    %s
                """.formatted(id, ConnectedNode.class.getName(), classes, steps, ports);
    }

    private void obey(String[] words) {
        switch (words[0]) {
            case "ports" -> System.out.println(link.welcome());
            case "ready" -> link.ready();
            case "go" -> until(control::go);
            case "file" -> until(() -> Files.exists(Path.of(words[1])));
            case "draining" -> until(control::draining);
            case "stop" -> {
                until(control::stopping);
                System.out.println(control.stopReason());
            }
            case "grow" -> grow(words[1], Long.parseLong(words[2]));
            case "fill" -> fill(Path.of(words[1]));
            case "closed" -> closed(words[1], words[2]);
            case "leave" -> leave();
            case "halt" -> Runtime.getRuntime().halt(Integer.parseInt(words[1]));
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private void grow(String output, long bytes) {
        System.out.println(link.grow(output, bytes, TimeUnit.SECONDS.toNanos(10))
                .map(grown -> "grown " + grown.arena() + " " + grown.size() + " " + mapped(output, grown))
                .orElse("refused " + bytes));
    }

    private long mapped(String output, Grown grown) {
        String node = System.getenv("BOWSTRING_NODE");
        try (Segment arena =
                Segment.map(run.arena(node, output, grown.arena()), SegmentKind.ARENA, run.runId(), true)) {
            return arena.size();
        }
    }

    /** Ends the session, and runs on until a signal comes. */
    private void leave() {
        link.bye();
        link.close();
        System.out.println("left");
        until(() -> false);
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

    private void closed(String node, String output) {
        try (Segment ring = Segment.map(run.ring(node, output), SegmentKind.RING, run.runId(), false)) {
            until(() -> ring.buffer().getLongVolatile(RingLayout.CLOSED_AT) != 0);
            System.out.println("closed at " + ring.buffer().getLongVolatile(RingLayout.CLOSED_AT));
        }
    }

    private static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(1_000_000);
        }
    }
}
