package dev.bowstring.examples;

import static dev.bowstring.examples.ExampleRun.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.examples.ExampleRun.Ended;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the greetings as a user does. */
@Tag("process")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class HelloIT {
    @TempDir
    Path scratch;

    @Test
    void shouldGreetFiveTimes() throws Exception {
        Ended ended = ExampleRun.run(scratch, ROOT, Path.of("examples/hello/dataflow.yml"));

        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out()).contains("printer | Hello, world 1 of 5", "printer | Hello, world 5 of 5");
    }

    @Test
    void shouldShowNothingButTheGreetingsOnceStartingIsQuicker() throws Exception {
        ExampleRun.run(scratch, ROOT, Path.of("examples/hello/dataflow.yml")); // makes archives of classes
        Ended ended = ExampleRun.run(scratch, ROOT, Path.of("examples/hello/dataflow.yml"));

        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out() + ended.err()).doesNotContain("greeter !", "printer !", "cds");
    }
}
