package dev.bowstring.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bowstring.runtime.cli.Bowstring.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A lossless reader that stands still: its publisher waits, but not for ever. */
@Tag("process")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class StallIT {
    @TempDir
    Path directory;

    private Bowstring bowstring;
    private Path progress;
    private Path summary;

    @BeforeEach
    void makeDirectories() throws Exception {
        bowstring = Bowstring.sharingCaches(directory);
        progress = directory.resolve("progress");
        summary = directory.resolve("summary.json");
    }

    @AfterEach
    void leaveNothing() {
        bowstring.close();
    }

    /** The source waits for longer than its health_check_timeout, and is not taken for stuck. */
    @Test
    void shouldGoOnWithoutAReaderThatIsStoppedAndTellBothEnds() throws Exception {
        Process process = start(
                "stall_timeout: 2s",
                "",
                RestartNode.yaml("watch", "watch", "inputs: {in: {source: source/out, input_timeout: 700ms}}"));
        ProcessHandle sink = bowstring.livingNode("sink");
        signal(sink, "STOP");

        bowstring.awaitOutput("silent");
        await().until(() -> bowstring
                .errors()
                .contains("source/out waits for sink/in no longer, which has held it up for 2.0 s (stall_timeout)"));
        bowstring.awaitOutput("recovered");
        signal(sink, "CONT");
        bowstring.awaitOutput("waits for this node no longer");

        Ended ended = stop(process);
        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out()).doesNotContain("missing 0,").contains("source  stopped");
        assertThat(ended.err()).doesNotContain("got stuck");
        JsonNode edge = edge();
        assertThat(edge.get("dropped").asLong()).isPositive();
        assertThat(edge.get("received").asLong()
                        + edge.get("dropped").asLong()
                        + edge.get("unread").asLong())
                .isEqualTo(edge.get("published").asLong());
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldKillAReaderThatIsStoppedAndLoseNothingButWhatItHadInHand() throws Exception {
        Process process = start("stall_timeout: 2s, on_stall: kill", "\n    restart_policy: on-failure", "");
        long received = received();
        signal(bowstring.livingNode("sink"), "STOP");

        await().until(() -> bowstring.errors().contains("node sink failed: has held up source/out for 2.0 s"));
        await().until(() -> received() > received + 100);

        Ended ended = stop(process);
        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out()).contains("life 1 again", "sink    stopped after 1 restart");
        assertThat(edge().get("dropped").asLong()).isLessThanOrEqualTo(1);
        bowstring.assertNothingLeft();
    }

    private Process start(String deadline, String sink, String others) throws Exception {
        String flow = "nodes:\n"
                + RestartNode.yaml("source", "endless", "outputs: [out]\n    health_check_timeout: 1s")
                + RestartNode.yaml(
                        "sink",
                        "sink, \"" + progress + "\"",
                        "inputs: {in: {source: source/out, queue_policy: backpressure, " + deadline + "}}" + sink)
                + others;
        Process process = bowstring.start(flow, "--json", summary.toString());
        await().until(() -> received() > 0 || !process.isAlive());
        return process;
    }

    private Ended stop(Process process) throws Exception {
        Bowstring.signal(process, "INT");
        return bowstring.end(process);
    }

    private static void signal(ProcessHandle process, String signal) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private long received() throws Exception {
        return Files.exists(progress) ? Long.parseLong(Files.readString(progress)) : 0;
    }

    private JsonNode edge() throws Exception {
        return new ObjectMapper().readTree(summary.toFile()).get("edges").get(0);
    }
}
