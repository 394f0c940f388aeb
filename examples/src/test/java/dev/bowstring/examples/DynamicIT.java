package dev.bowstring.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.node.testing.DataflowExtension;
import dev.bowstring.node.testing.RunSummary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A program of a user's own beside a dataflow, both as processes, as the user starts them. */
@Tag("process")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class DynamicIT {
    private static final Path FOLDER = ExampleRun.ROOT.resolve("examples/dynamic");
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final int PATIENCE_S = 120;

    @RegisterExtension
    final DataflowExtension flow = DataflowExtension.of(FOLDER.resolve("dataflow.yml"));

    @TempDir
    Path scratch;

    @Test
    void shouldTakePartTwiceAndEndTheRun() throws Exception {
        Path out = scratch.resolve("out");
        Process watcher = new ProcessBuilder(List.of(
                        JAVA.toString(),
                        "--add-opens=java.base/java.nio=ALL-UNNAMED",
                        "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("bowstring.jar"),
                        FOLDER.resolve("Watcher.java").toString(),
                        flow.runDirectory().orElseThrow().toString()))
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            assertThat(watcher.waitFor(PATIENCE_S, TimeUnit.SECONDS))
                    .as(Files.readString(out))
                    .isTrue();
        } finally {
            watcher.destroyForcibly().waitFor();
        }

        String printed = Files.readString(out);
        assertThat(watcher.exitValue()).as(printed).isZero();
        assertThat(printed).contains("left, and comes back", "the end");
        RunSummary ended = flow.awaitEnd();
        assertThat(ended.ok()).as(flow.printed()).isTrue();
        assertThat(flow.log("counter")).hasSize(1);
        assertThat(ended.edge("watcher/counts").received()).isGreaterThanOrEqualTo(14);
    }
}
