package dev.bowstring.benchmarks.jmh;

import dev.bowstring.node.Node;
import dev.bowstring.node.NodeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * This process as the dynamic nodes of a real run. The runtime's jar is {@code -Dbowstring.jar=...}, else
 * {@code runtime/target/bowstring.jar}.
 */
final class LocalRun implements AutoCloseable {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);
    /** One node, {@code loop}, that reads its own output. */
    static final String LOOP = """
            nodes:
              - id: loop
                path: dynamic
                inputs: {in: loop/out}
                outputs: [out]
            """;
    /** Two nodes, {@code ping} and {@code pong}, that read each other. */
    static final String PAIR = """
            nodes:
              - id: ping
                path: dynamic
                inputs: {in: pong/out}
                outputs: [out]
              - id: pong
                path: dynamic
                inputs: {in: ping/out}
                outputs: [out]
            """;

    private final Path directory;
    private final Process runtime;
    private final List<Node> nodes = new ArrayList<>();

    LocalRun(String dataflow) {
        try {
            directory = Files.createTempDirectory(Path.of("/dev/shm"), "jmh");
            Path flow = Files.writeString(directory.resolve("flow.yml"), dataflow);
            runtime = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-jar",
                            System.getProperty("bowstring.jar", "runtime/target/bowstring.jar"),
                            "run",
                            flow.toString(),
                            "--shm-dir",
                            directory.toString(),
                            "--data-dir",
                            directory.resolve("data").toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("printed").toFile())
                    .start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Becomes a node; it is closed with this run. */
    Node attach(String id) {
        try {
            Node node = attached(id);
            nodes.add(node);
            return node;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Node attached(String id) throws IOException {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (runtime.isAlive() && System.nanoTime() < deadlineNs) {
            Optional<Path> run = run();
            try {
                if (run.isPresent()) {
                    return Node.attach(run.get().toString(), id);
                }
            } catch (NodeException early) {
                // Its files are not all there yet.
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        runtime.destroy();
        throw new IllegalStateException("the runtime did not start: " + Files.readString(directory.resolve("printed")));
    }

    private Optional<Path> run() throws IOException {
        try (Stream<Path> files = Files.walk(directory, 2)) {
            return files.filter(file -> file.getNameCount() == directory.getNameCount() + 2)
                    .filter(file -> file.getParent().getFileName().toString().startsWith("bowstring-"))
                    .findFirst();
        }
    }

    @Override
    public void close() {
        nodes.forEach(Node::close);
        runtime.destroy();
        try {
            runtime.waitFor(PATIENCE_NS, TimeUnit.NANOSECONDS);
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt(); // what is left is in /dev/shm/jmh...
        }
    }
}
