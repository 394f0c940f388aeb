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

/** Nodes that are killed, and started again, while data flows. */
@Tag("process")
@Tag("faults")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class RestartIT {
    private static final int KILLS = 4;
    private static final int MESSAGES = 12_000;
    private static final String RESTARTS = "\n    restart_policy: on-failure\n    restart_delay: 10ms";

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
    void shouldLoseAtMostWhatTheKilledNodeHadInHandAndNothingTwice() throws Exception {
        Process process = start(flow("", RESTARTS, "", "backpressure"));

        killAgainAndAgain(process, "middle");

        Ended ended = bowstring.end(process);
        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(number(ended, "up to ([0-9]+)")).isEqualTo(MESSAGES);
        assertThat(number(ended, "missing ([0-9]+)"))
                .as("one in hand at each death")
                .isBetween(0L, (long) KILLS);
        assertThat(number(ended, "missing [0-9]+, restarts ([0-9]+)")).isEqualTo(KILLS);
        assertThat(edge(0).get("published").asLong()).isEqualTo(MESSAGES);
        assertThat(edge(0).get("unread").asLong()).isZero();
        assertThat(edge(1).get("dropped").asLong()).as("the sink was told all").isZero();
        assertThat(node("middle").get("restarts").asInt()).isEqualTo(KILLS);
        assertThat(ended.out()).contains("middle  stopped after " + KILLS + " restarts", "life " + KILLS + " again");
        assertThat(ended.err()).containsPattern("node middle failed: killed by signal 9.*; restart " + KILLS + " in ");
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldContinueWhereAKilledSourceHasStopped() throws Exception {
        Process process = start(flow(RESTARTS, "", "", "backpressure"));

        killAgainAndAgain(process, "source");

        Ended ended = bowstring.end(process);
        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out()).contains("up to " + MESSAGES + ", missing 0, restarts 0");
        assertThat(edge(0).get("published").asLong()).isEqualTo(MESSAGES);
        assertThat(node("source").get("restarts").asInt()).isEqualTo(KILLS);
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldNotWaitForAnInputThatBeginsAnewWithTheLatest() throws Exception {
        Process process = start(flow("", RESTARTS, ", on_restart: latest", "backpressure"));

        killAgainAndAgain(process, "middle");

        Ended ended = bowstring.end(process);
        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        JsonNode edge = edge(0);
        assertThat(edge.get("dropped").asLong()).isPositive();
        assertThat(edge.get("received").asLong() + edge.get("dropped").asLong()).isEqualTo(MESSAGES);
        assertThat(number(ended, "missing ([0-9]+)")).isPositive();
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldFailWithTheReasonWhenItHasBeenStartedAgainTooOften() throws Exception {
        Ended ended = bowstring.run("""
                nodes:
                  - id: broken
                    path: sh
                    args: [-c, "echo no camera >&2; exit 7"]
                    restart_policy: always
                    max_restarts: 2
                    restart_delay: 10ms
                """);

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err())
                .contains(
                        "node broken failed: exit code 7; restart 1 of at most 2 in 0.0 s; its last words:",
                        "restart 2 of at most 2",
                        "no camera",
                        "node broken failed: exit code 7, after 2 restarts, which is all its `max_restarts` allows");
        assertThat(ended.out()).contains("broken  failed after 2 restarts: exit code 7, after 2 restarts");
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldGoOnWithoutANodeThatIsIsolated() throws Exception {
        Process process = start(flow("", "", "", "drop_oldest") + """
                  - id: broken
                    path: sh
                    args: [-c, "exit 7"]
                    on_failure: isolate
                """);

        Ended ended = bowstring.end(process);

        assertThat(ended.exitCode()).as("not all went well").isEqualTo(1);
        assertThat(ended.err()).contains("node broken failed: exit code 7; the others go on (on_failure: isolate)");
        assertThat(ended.out()).contains("up to " + MESSAGES, "sink    stopped", "broken  failed: exit code 7");
        bowstring.assertNothingLeft();
    }

    /** Ctrl-C while a restart is due: the node does not come back. */
    @Test
    void shouldStopInsteadOfARestart() throws Exception {
        Process process = bowstring.start("""
                nodes:
                  - id: flaky
                    path: sh
                    args: [-c, "echo alive; exit 7"]
                    restart_policy: on-failure
                    restart_delay: 10m
                    max_restart_delay: 1h
                """);
        await().until(() -> bowstring.errors().contains("restart 1 in "));

        Bowstring.signal(process, "INT");

        Ended ended = bowstring.end(process);
        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out()).containsOnlyOnce("alive").contains("flaky  stopped");
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldKillAndStartAgainWhatHasGotStuck() throws Exception {
        Ended ended = bowstring.run("nodes:\n"
                + RestartNode.yaml("worker", "stuck", "outputs: [out]\n    health_check_timeout: 1s" + RESTARTS));

        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.err()).contains("node worker failed: got stuck", "1000 ms (health_check_timeout)");
        assertThat(ended.out()).contains("done", "worker  stopped after 1 restart");
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldTellAClientThatItsServerWasStartedAgainAndServeItThen() throws Exception {
        Process process = bowstring.start("nodes:\n"
                + RestartNode.yaml("client", "client", "outputs: [requests]\n    inputs: {replies: server/replies}")
                + RestartNode.yaml(
                        "server",
                        "server",
                        "outputs: [replies]\n    inputs: {in: {source: client/requests, queue_policy: backpressure}}"
                                + RESTARTS));
        bowstring.awaitOutput("asked in life 0");

        assertThat(bowstring.livingNode("server").destroyForcibly()).isTrue();

        Ended ended = bowstring.end(process);
        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out()).contains("first SERVER_GONE", "asked in life 1", "second OK");
        bowstring.assertNothingLeft();
    }

    private static String flow(String source, String middle, String input, String policy) throws Exception {
        return "nodes:\n"
                + RestartNode.yaml("source", "source, \"" + MESSAGES + "\"", "outputs: [out]" + source)
                + RestartNode.yaml(
                        "middle",
                        "middle",
                        "outputs: [out]\n    inputs: {in: {source: source/out, queue_policy: backpressure" + input
                                + "}}" + middle)
                + RestartNode.yaml(
                        "sink",
                        "sink, PROGRESS",
                        "inputs: {in: {source: middle/out, queue_size: 1000, queue_policy: " + policy + "}}");
    }

    private Process start(String flow) throws Exception {
        Process process =
                bowstring.start(flow.replace("PROGRESS", "\"" + progress + "\""), "--json", summary.toString());
        await().until(() -> received() > 100 || !process.isAlive());
        return process;
    }

    /** Each time well into the messages of the life before. */
    private void killAgainAndAgain(Process process, String victim) {
        for (int kill = 1; kill <= KILLS; kill++) {
            long enough = (long) kill * MESSAGES / (2 * KILLS);
            await().until(() -> received() > enough || !process.isAlive());
            long pid = bowstring.livingNode(victim).pid();
            bowstring.livingNode(victim).destroyForcibly();
            await().until(() -> !process.isAlive() || lives(victim, pid));
        }
    }

    private boolean lives(String victim, long before) {
        return bowstring.findNode(victim).filter(node -> node.pid() != before).isPresent();
    }

    private long received() throws Exception {
        return Files.exists(progress) ? Long.parseLong(Files.readString(progress)) : 0;
    }

    private JsonNode edge(int index) throws Exception {
        return new ObjectMapper().readTree(summary.toFile()).get("edges").get(index);
    }

    private JsonNode node(String id) throws Exception {
        for (JsonNode node : new ObjectMapper().readTree(summary.toFile()).get("nodes")) {
            if (node.get("node").asText().equals(id)) {
                return node;
            }
        }
        throw new AssertionError("no node " + id);
    }

    private static long number(Ended ended, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(ended.out());
        assertThat(matcher.find())
                .as(pattern + " in " + ended.out() + ended.err())
                .isTrue();
        return Long.parseLong(matcher.group(1));
    }
}
