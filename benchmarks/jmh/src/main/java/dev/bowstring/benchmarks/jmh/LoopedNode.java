package dev.bowstring.benchmarks.jmh;

import dev.bowstring.node.Node;
import dev.bowstring.node.NodeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * This process as a node of a real run that reads its own output. The runtime's jar is
 * {@code -Dbowstring.jar=...}, else {@code runtime/target/bowstring.jar}.
 */
final class LoopedNode implements AutoCloseable {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);
    private static final String FLOW = """
            nodes:
              - id: loop
                path: dynamic
                inputs: {in: loop/out}
                outputs: [out]
            """;

    private final Path directory;
    private final Process runtime;
    private final Node node;

    LoopedNode() {
        try {
            directory = Files.createTempDirectory(Path.of("/dev/shm"), "jmh");
            Path flow = Files.writeString(directory.resolve("flow.yml"), FLOW);
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
            node = attach();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Node attach() throws IOException {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (runtime.isAlive() && System.nanoTime() < deadlineNs) {
            Optional<Path> run = run();
            try {
                if (run.isPresent()) {
                    return Node.attach(run.get().toString(), "loop");
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

    Node node() {
        return node;
    }

    @Override
    public void close() {
        node.close();
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
