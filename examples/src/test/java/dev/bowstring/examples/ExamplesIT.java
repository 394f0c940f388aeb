package dev.bowstring.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the examples as a user does. Each checks its own result. */
@Tag("process")
@Timeout(240)
final class ExamplesIT {
    @TempDir
    private Path scratch;

    @Test
    void shouldReportAllFlights() throws Exception {
        String output = run(Path.of("flights/dataflow.yml"), 0);

        assertThat(output).contains("flights 197,129").contains("all well");
    }

    @Test
    void shouldFailWhenTheReportIsNotTheExpectedOne() throws Exception {
        Path flow = copyOfFlights();
        Files.writeString(flow.resolveSibling("expected-report.txt"), "flights 1\n");

        String output = run(flow, 1);

        assertThat(output).contains("the report differs from expected-report.txt");
    }

    @Test
    void shouldGreetFiveTimes() throws Exception {
        String output = run(Path.of("hello/dataflow.yml"), 0);

        assertThat(output).contains("Hello, world 5 of 5");
    }

    private Path copyOfFlights() throws IOException {
        Path copy = Files.createDirectories(scratch.resolve("copy/flights/data"));
        Files.copy(Path.of("flights/data/flights-200k.arrow"), copy.resolve("flights-200k.arrow"));
        Files.createDirectories(scratch.resolve("copy/target"));
        Files.copy(Path.of("target/examples.jar"), scratch.resolve("copy/target/examples.jar"));
        return Files.copy(Path.of("flights/dataflow.yml"), scratch.resolve("copy/flights/dataflow.yml"));
    }

    /** Runs a dataflow to its end; nothing may be left in its shared memory directory. */
    private String run(Path flow, int expectedExit) throws Exception {
        Path shm = Files.createDirectories(
                Path.of("/dev/shm/it-" + ProcessHandle.current().pid()));
        Path output = scratch.resolve("output.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        System.getProperty("bowstring.jar"),
                        "run",
                        flow.toAbsolutePath().toString(),
                        "--shm-dir",
                        shm.toString(),
                        "--data-dir",
                        scratch.resolve("data").toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(output)).isEqualTo(expectedExit);
        try (Stream<Path> left = Files.list(shm)) {
            assertThat(left).isEmpty();
        }
        Files.delete(shm);
        return Files.readString(output);
    }
}
