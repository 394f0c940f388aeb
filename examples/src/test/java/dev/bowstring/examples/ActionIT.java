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

/** Runs the journeys as a user does. */
@Tag("process")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class ActionIT {
    private static final Path FLOW = ROOT.resolve("examples/action/dataflow.yml");

    @TempDir
    Path scratch;

    @Test
    void shouldEndEveryJourneyAsItShould() throws Exception {
        Ended ended = ExampleRun.run(scratch, scratch, FLOW);

        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out())
                .contains("to 12 m: SUCCEEDED, after 12 positions")
                .contains("far away: CANCELED")
                .contains("behind the start: ABORTED (the road begins at 0 m)");
    }

    @Test
    void shouldFailWhenAJourneyEndsElsewhere() throws Exception {
        String yaml = Files.readString(FLOW)
                .replace("../target/examples.jar", System.getProperty("bowstring.examplesJar"))
                .replace("12.0", "13.0");
        Path flow = Files.writeString(scratch.resolve("dataflow.yml"), yaml);

        Ended ended = ExampleRun.run(scratch, scratch, flow);

        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isEqualTo(1);
        assertThat(ended.err()).contains("it is at 12.0, not 13.0");
    }
}
