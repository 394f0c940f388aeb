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

/** Runs the sentences as a user does. */
@Tag("process")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class StreamsIT {
    private static final Path FLOW = ROOT.resolve("examples/streams/dataflow.yml");

    @TempDir
    Path scratch;

    @Test
    void shouldPutEverySentenceTogetherAgain() throws Exception {
        Ended ended = ExampleRun.run(scratch, scratch, FLOW);

        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out())
                .contains("anna: The weather is fine.")
                .contains("ben: My dog sleeps.")
                .contains("anna broke off: Tomorrow we")
                .contains("anna: Next week it rains.")
                .contains("ben was not understood: It bones., without words [Gap[from=1, to=2]]");
    }

    @Test
    void shouldFailWhenSentencesAreMissing() throws Exception {
        String yaml = Files.readString(FLOW)
                .replace("../target/examples.jar", System.getProperty("bowstring.examplesJar"))
                .replace("[\"3\"]", "[\"4\"]");
        Path flow = Files.writeString(scratch.resolve("dataflow.yml"), yaml);

        Ended ended = ExampleRun.run(scratch, scratch, flow);

        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isEqualTo(1);
        assertThat(ended.err()).contains("3 sentences were whole, expected 4");
    }
}
