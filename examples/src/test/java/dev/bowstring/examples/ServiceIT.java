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

/** Runs the service as a user does. */
@Tag("process")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class ServiceIT {
    private static final Path FLOW = ROOT.resolve("examples/service/dataflow.yml");

    @TempDir
    Path scratch;

    @Test
    void shouldAnswerEveryRequest() throws Exception {
        Ended ended = ExampleRun.run(scratch, scratch, FLOW);

        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out())
                .contains("London - New York: 5570 km")
                .contains("100 routes at once: all answers are right")
                .contains("a wrong latitude: ERROR (no place has such a latitude")
                .contains("nobody answers: TIMEOUT");
    }

    @Test
    void shouldFailWhenAnAnswerIsNotTheExpectedOne() throws Exception {
        String yaml = Files.readString(FLOW)
                .replace("../target/examples.jar", System.getProperty("bowstring.examplesJar"))
                .replace("5570", "5590");
        Path flow = Files.writeString(scratch.resolve("dataflow.yml"), yaml);

        Ended ended = ExampleRun.run(scratch, scratch, flow);

        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isEqualTo(1);
        assertThat(ended.err()).contains("London - New York is 5570").contains("expected 5590");
    }
}
