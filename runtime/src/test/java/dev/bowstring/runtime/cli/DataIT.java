package dev.bowstring.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bowstring.runtime.cli.Bowstring.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Data between nodes with the SDK, and what becomes of it when somebody stops, dies or stands still. */
@Tag("process")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class DataIT {
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

    @Test
    void shouldCarryMessagesOf40MBWithoutBeingToldTheirSize() throws Exception {
        Ended ended = bowstring.run(
                "nodes:\n"
                        + SdkNode.yaml("source", "large, \"5000000\"", "outputs: [out]")
                        + SdkNode.yaml(
                                "sink", "sink", "inputs: {in: {source: source/out, queue_policy: backpressure}}"),
                "--json",
                summary.toString());

        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out()).contains("got 3 up to 15000000");
        assertThat(edge(0).get("copies").asLong()).isZero();
        assertThatAllIsAccountedFor();
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldLoseNothingWhenAFlowIsStoppedWithFullQueues() throws Exception {
        Process process = startChain();

        Bowstring.signal(process, "INT");

        Ended ended = bowstring.end(process);
        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        long sent = number(ended, "source \\| sent ([0-9]+)");
        assertThat(sent).isPositive();
        assertThat(number(ended, "relay  \\| relayed ([0-9]+)")).isEqualTo(sent);
        assertThat(number(ended, "sink   \\| got ([0-9]+)")).isEqualTo(sent);
        assertThat(edge(0).get("published").asLong()).isEqualTo(sent);
        assertThatAllIsAccountedFor();
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldDeliverAllThatAPublisherSentBeforeItWasKilled() throws Exception {
        Process process = startChain();

        kill("source");

        Ended ended = bowstring.end(process);
        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isEqualTo(1);
        assertThat(ended.err()).contains("node source failed: killed by signal 9");
        assertThat(ended.out()).contains("source  failed: killed by signal 9", "relay   stopped", "sink    stopped");
        long published = edge(0).get("published").asLong();
        assertThat(number(ended, "relay  \\| relayed ([0-9]+)")).isEqualTo(published);
        assertThat(number(ended, "sink   \\| got ([0-9]+)")).isEqualTo(published);
        assertThatAllIsAccountedFor();
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldEndTheOthersInOrderWhenAReaderIsKilled() throws Exception {
        Process process = startChain();

        kill("sink");

        Ended ended = bowstring.end(process);
        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isEqualTo(1);
        assertThat(ended.err()).contains("node sink failed: killed by signal 9");
        assertThat(ended.out()).contains("source  stopped", "relay   stopped", "sink    failed: killed by signal 9");
        long sent = number(ended, "source \\| sent ([0-9]+)");
        assertThat(number(ended, "relay  \\| relayed ([0-9]+)")).isEqualTo(sent);
        assertThat(edge(1).get("published").asLong()).isEqualTo(sent);
        assertThatAllIsAccountedFor();
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldLetDataFlowWhileTheSupervisorStandsStill() throws Exception {
        Process process = startChain();

        Bowstring.signal(process, "STOP");
        await().until(() -> Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"))
                .contains(") T "));
        long before = received();
        await().until(() -> received() > before + 1_000);
        Bowstring.signal(process, "CONT");
        Bowstring.signal(process, "INT");

        Ended ended = bowstring.end(process);
        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(number(ended, "sink   \\| got ([0-9]+)")).isEqualTo(number(ended, "source \\| sent ([0-9]+)"));
        assertThatAllIsAccountedFor();
        bowstring.assertNothingLeft();
    }

    /** An endless flow through three nodes, as fast as the last one takes it, well under way. */
    private Process startChain() throws Exception {
        Process process = bowstring.start(SdkNode.chain(progress.toString()), "--json", summary.toString());
        await().until(() -> received() > 100 || !process.isAlive());
        return process;
    }

    private void kill(String node) {
        assertThat(bowstring.livingNode(node).destroyForcibly()).isTrue();
    }

    private long received() throws Exception {
        return Files.exists(progress) ? Long.parseLong(Files.readString(progress)) : 0;
    }

    private JsonNode edge(int index) throws Exception {
        return new ObjectMapper().readTree(summary.toFile()).get("edges").get(index);
    }

    private void assertThatAllIsAccountedFor() throws Exception {
        for (JsonNode edge : new ObjectMapper().readTree(summary.toFile()).get("edges")) {
            assertThat(count(edge, "received") + count(edge, "dropped") + count(edge, "unread"))
                    .as(edge.toString())
                    .isEqualTo(count(edge, "published"));
        }
    }

    private static long count(JsonNode edge, String what) {
        return edge.get(what).asLong();
    }

    private static long number(Ended ended, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(ended.out());
        assertThat(matcher.find())
                .as(pattern + " in " + ended.out() + ended.err())
                .isTrue();
        return Long.parseLong(matcher.group(1));
    }
}
