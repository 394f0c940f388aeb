package dev.bowstring.examples;

import static dev.bowstring.examples.ExampleRun.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.examples.ExampleRun.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the flights as a user does, and under conditions that would lose a row if one could be lost. */
@Tag("process")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class FlightsIT {
    private static final Path FLOW = Path.of("examples/flights/dataflow.yml");

    @TempDir
    Path scratch;

    @Test
    void shouldReportAllFlights() throws Exception {
        Ended ended = ExampleRun.run(scratch, ROOT, FLOW);

        String report = Files.readString(ROOT.resolve("examples/flights/expected-report.txt"));
        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out())
                .contains(report.indent(0).replaceAll("(?m)^", "report     | ").strip());
        assertThat(ROOT.resolve("examples/target/flights-report.txt")).hasContent(report);
    }

    @Test
    void shouldFailWhenTheReportIsNotTheExpectedOne() throws Exception {
        Path flow = copyOfFlights();
        Path expected = flow.resolveSibling("expected-report.txt");
        Files.writeString(expected, Files.readString(expected).replace("1,485,527", "1,485,528"));

        Ended ended = ExampleRun.run(scratch, scratch, flow);

        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isEqualTo(1);
        assertThat(ended.err()).contains("the report is not expected-report.txt: line 4 is `total delay");
    }

    @Test
    void shouldLoseNoFlightWhenANodeIsSlowAndQueuesHoldOneMessage() throws Exception {
        Path flow = copyOfFlights();
        String yaml = Files.readString(flow)
                .replace("queue_policy: backpressure}", "queue_policy: backpressure, queue_size: 1}")
                .replace("source: enricher/enriched", "source: slow/enriched");
        assertThat(yaml).contains("queue_size: 1", "slow/enriched");
        Files.writeString(
                flow, yaml + """

                  - id: slow
                    path: dev.bowstring.examples.SlowNode
                    classpath: %s
                    inputs:
                      flights: {source: enricher/enriched, queue_policy: backpressure, queue_size: 1}
                    outputs: [enriched]
                """.formatted(Path.of("target/test-classes").toAbsolutePath()));

        Ended ended = ExampleRun.run(scratch, scratch, flow);

        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out()).containsPattern("enricher/enriched -> slow/flights +200 +200 +0 +0");
    }

    private Path copyOfFlights() throws Exception {
        Path copy = scratch.resolve("copy/flights");
        Files.createDirectories(copy.resolve("data"));
        Files.createDirectories(scratch.resolve("copy/target"));
        Path original = ROOT.resolve("examples/flights");
        for (String file : new String[] {"data/flights-200k.arrow", "expected-report.txt", "dataflow.yml"}) {
            Files.copy(original.resolve(file), copy.resolve(file));
        }
        Files.copy(Path.of(System.getProperty("bowstring.examplesJar")), scratch.resolve("copy/target/examples.jar"));
        return copy.resolve("dataflow.yml");
    }
}
