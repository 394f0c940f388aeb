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

/** Runs the statistic as a user does. */
@Tag("process")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class ReactiveIT {
    private static final Path FLOW = ROOT.resolve("examples/reactive/dataflow.yml");

    @TempDir
    Path scratch;

    @Test
    void shouldReportEveryDay() throws Exception {
        Ended ended = ExampleRun.run(scratch, scratch, FLOW);

        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out()).contains(Files.readAllLines(FLOW.resolveSibling("expected-report.txt")));
    }

    @Test
    void shouldFailWhenTheReportIsNotTheExpectedOne() throws Exception {
        Path expected = Files.writeString(
                scratch.resolve("expected-report.txt"),
                Files.readString(FLOW.resolveSibling("expected-report.txt")).replace("largest 6.4", "largest 6.5"));
        String yaml = Files.readString(FLOW)
                .replace("../target/examples.jar", System.getProperty("bowstring.examplesJar"))
                .replace("data/", FLOW.resolveSibling("data") + "/");
        Path flow = Files.writeString(scratch.resolve("dataflow.yml"), yaml);

        Ended ended = ExampleRun.run(scratch, scratch, flow);

        assertThat(expected).exists();
        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isEqualTo(1);
        assertThat(ended.err()).contains("the report is not expected-report.txt");
    }
}
