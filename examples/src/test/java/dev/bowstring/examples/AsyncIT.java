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

/** Runs the lookups as a user does, and as one who has set too little. */
@Tag("process")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class AsyncIT {
    private static final Path FLOW = ROOT.resolve("examples/async/dataflow.yml");

    @TempDir
    Path scratch;

    @Test
    void shouldLookUpAllFlightsInOrder() throws Exception {
        Ended ended = ExampleRun.run(scratch, scratch, FLOW);

        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out())
                .containsPattern("200,000 flights in order: [0-9,]+ kg of CO2; up to ([2-9]|[1-6][0-9]) batches");
    }

    @Test
    void shouldFailAtItsStartWhenTheInputMayHoldTooLittle() throws Exception {
        String yaml = Files.readString(FLOW)
                .replace("../target/examples.jar", System.getProperty("bowstring.examplesJar"))
                .replace("../flights", ROOT.resolve("examples/flights").toString())
                .replace("max_held: 65", "max_held: 64");
        Path flow = Files.writeString(scratch.resolve("dataflow.yml"), yaml);

        Ended ended = ExampleRun.run(scratch, scratch, flow);

        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isEqualTo(1);
        assertThat(ended.out() + ended.err()).contains("input 'flights'").contains("set `max_held: 65`");
    }
}
