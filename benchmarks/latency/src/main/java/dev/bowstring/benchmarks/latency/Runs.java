package dev.bowstring.benchmarks.latency;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Measures one case, with the runtime or with the floor, in processes started for it alone. */
final class Runs {
    private final Path runtimeJar;
    private final Path ownJar;
    private final Path scratch;

    /**
     * @param runtimeJar {@code bowstring.jar}
     * @param ownJar the jar with the node classes of this package
     * @param scratch a directory in shared memory for the floor's file, and for everything else
     */
    Runs(Path runtimeJar, Path ownJar, Path scratch) {
        this.runtimeJar = runtimeJar;
        this.ownJar = ownJar;
        this.scratch = scratch;
    }

    Histogram floor(Case what) {
        Path file = scratch.resolve("floor");
        Path result = scratch.resolve("floor.hgrm");
        zeros(file, Floor.fileLength(what));
        Process pong = Processes.java(Floor.class, List.of(file.toString(), what.encode()));
        Process ping = Processes.java(Floor.class, List.of(file.toString(), what.encode(), result.toString()));
        Processes.await(ping);
        Processes.await(pong);
        return Histograms.read(result);
    }

    private static void zeros(Path file, long length) {
        try (var out = Files.newOutputStream(file)) {
            byte[] block = new byte[1 << 20];
            for (long left = length; left > 0; left -= block.length) {
                out.write(block, 0, (int) Math.min(block.length, left));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Histogram bowstring(Case what) {
        Path result = scratch.resolve("bowstring.hgrm");
        Path flow = scratch.resolve("latency.yml");
        try {
            Files.writeString(flow, dataflow(what, result));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Processes.await(Processes.jar(
                runtimeJar,
                List.of(
                        "run",
                        flow.toString(),
                        "--quiet",
                        "--data-dir",
                        scratch.resolve("data").toString())));
        return Histograms.read(result);
    }

    private String dataflow(Case what, Path result) {
        return """
                env:
                  LATENCY_CASE: "%1$s"
                  LATENCY_RESULT: "%2$s"
                nodes:
                  - id: ping
                    path: dev.bowstring.benchmarks.latency.PingNode
                    classpath: %3$s
                    jvm_options: ["-Dbowstring.idle=%4$s"]
                    inputs:
                      in: pong/out
                    outputs: [out]
                  - id: pong
                    path: dev.bowstring.benchmarks.latency.PongNode
                    classpath: %3$s
                    jvm_options: ["-Dbowstring.idle=%4$s"]
                    inputs:
                      in: ping/out
                    outputs: [out]
                """.formatted(what.encode(), result, ownJar, what.idle());
    }
}
