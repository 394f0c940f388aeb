package dev.bowstring.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bowstring.runtime.cli.Bowstring.Ended;
import dev.bowstring.transport.layout.ReaderLayout;
import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs that the runtime has not started, attached to a running dataflow as one of its nodes. */
@Tag("process")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class DynamicNodeIT {
    private static final long ENDLESS = 1_000_000_000L;
    private static final int PINS = 16;

    @TempDir
    Path directory;

    private final List<Probe> probes = new ArrayList<>();
    private Bowstring bowstring;
    private Process flow;
    private RunDirectory run;

    @BeforeEach
    void makeDirectories() throws Exception {
        bowstring = Bowstring.sharingCaches(directory);
    }

    @AfterEach
    void leaveNothing() {
        probes.forEach(Probe::close);
        bowstring.close();
    }

    @Test
    void shouldReceiveAndSendLeaveAndAttachAgainFromThisProcessAndAnother() throws Exception {
        start(ENDLESS);

        String first = probe("attach", "take:50", "send:3", "close", "attach", "take:40", "send:2", "close")
                .end();
        probe("attach", "take:30", "send:1", "close").end();
        Bowstring.signal(flow, "INT");
        Ended ended = bowstring.end(flow);

        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out())
                .contains("sink   | got 0: 0", "sink   | got 2: 2", "sink   | got 4: 4")
                .contains("sink   | got 5: 0") // by the next process; the sequence goes on
                .contains("sink   | closed back");
        assertThat(first).doesNotContain("TIMEOUT", "REFUSED");
        assertThat(ended.err())
                .contains("Node.attach(\"" + run.runId() + "\", \"probe\")")
                .containsPattern("node probe: process \\d+ has attached")
                .containsPattern("node probe: process \\d+ has left");
        JsonNode all = edge("probe/all");
        assertThat(all.get("received").asLong()).isEqualTo(50 + 40 + 30);
        assertAccounted(all);
        assertAccounted(edge("probe/some"));
        assertThat(edge("sink/back").get("received").asLong()).isEqualTo(6);
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldNotHoldUpTheDataflowForAProcessThatIsKilledAndTakeBackWhatItHeld() throws Exception {
        start(ENDLESS);
        Probe probe = probe("attach", "hold:12", "file:" + directory.resolve("never"));
        probe.awaitOutput("did hold:12");
        assertThat(pinned()).isGreaterThanOrEqualTo(12);
        awaitStandstill();

        long before = published();
        probe.signal("KILL");
        assertThat(probe.awaitDeath()).isEqualTo(128 + 9);

        await().atMost(Duration.ofSeconds(30)).until(() -> published() > before + 100);
        await().atMost(Duration.ofSeconds(30)).until(() -> pinned() == 0);
        assertThat(errors()).contains("node probe: process " + probe.pid() + " is gone");
        probe("attach", "take:40", "close").end();
        Bowstring.signal(flow, "INT");
        assertThat(bowstring.end(flow).exitCode()).isZero();
        assertAccounted(edge("probe/all"));
        assertThat(edge("probe/all").get("received").asLong()).isEqualTo(12 + 40);
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldLetInTheNextProcessAtOnceWhenOneIsKilled() throws Exception {
        start(ENDLESS);
        for (int life = 0; life < 3; life++) {
            Probe probe = probe("attach", "take:5", "file:" + directory.resolve("never"));
            probe.awaitOutput("did take:5");
            probe.signal("KILL");
        }

        probe("attach", "take:5", "close").end();

        Bowstring.signal(flow, "INT");
        assertThat(bowstring.end(flow).exitCode()).isZero();
        assertThat(edge("probe/all").get("received").asLong()).isEqualTo(20);
        assertAccounted(edge("probe/all"));
    }

    @Test
    void shouldNeitherTakeAStoppedProcessForDeadNorWaitForItAtTheEndNorKillIt() throws Exception {
        start(ENDLESS);
        Probe probe = probe("attach", "hold:2", "file:" + directory.resolve("go"), "end", "close");
        probe.awaitOutput("did hold:2");
        probe.signal("STOP");
        awaitStandstill();
        long held = pinned();
        assertThat(held).isGreaterThanOrEqualTo(2);
        assertThat(errors()).doesNotContain("is gone", "lost");

        Bowstring.signal(flow, "INT");
        Ended ended = bowstring.end(flow);

        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out()).contains("probe   attached");
        bowstring.assertNothingLeft();
        assertThat(probe.isAlive()).isTrue();
        Files.createFile(directory.resolve("go"));
        probe.signal("CONT");
        assertThat(probe.end()).contains("stop GRACE_EXPIRED", "did close");
    }

    @Test
    void shouldDemoteAProcessThatDisconnectsWithMessagesInUseUntilItIsGone() throws Exception {
        Path go = directory.resolve("go");
        start(ENDLESS);
        Probe probe = probe("attach", "hold:6", "close", "refused", "file:" + go);
        probe.awaitOutput("did refused");

        long before = published();
        await().atMost(Duration.ofSeconds(30)).until(() -> published() > before + 100);
        assertThat(errors()).contains("node probe: process " + probe.pid() + " has lost its connection but lives");
        assertThat(pinned()).as("it may still look at them").isGreaterThanOrEqualTo(6);
        assertThat(probe("refused").end()).contains("process " + probe.pid() + " is attached as it");

        Files.createFile(go);
        assertThat(probe.end()).contains("closed it with messages still in use");
        await().atMost(Duration.ofSeconds(30)).until(() -> errors().contains(probe.pid() + " is gone"));
        assertThat(pinned()).isZero();
        probe("attach", "take:5", "close").end();
    }

    @Test
    void shouldRefuseASecondProcessAndASecondAttachOfTheSame() throws Exception {
        start(ENDLESS);
        Probe holder = probe("attach", "refused", "take:5", "file:" + directory.resolve("go"), "take:5", "close");
        holder.awaitOutput("did take:5");

        String refused = probe("refused", "refused:source", "refused:nobody").end();

        assertThat(refused)
                .contains("refusal: node 'probe' is taken: process " + holder.pid() + " is attached as it")
                .contains("refusal: node 'source' is not dynamic", "dynamic nodes of the run: probe")
                .contains("has no node 'nobody'");
        Files.createFile(directory.resolve("go"));
        assertThat(holder.end())
                .as("the lock was not lost by trying")
                .contains("refusal: node 'probe' is taken: this process is attached as it already");
    }

    @Test
    void shouldSayWhichRunsThereAreAndWhichFlagsAreMissing() throws Exception {
        start(ENDLESS);

        Probe elsewhere = Probe.start(bowstring, "another-run", "refused");
        probes.add(elsewhere);
        assertThat(elsewhere.end())
                .contains("refusal: there is no run 'another-run'; there are, in "
                        + run.path().resolveSibling(""))
                .contains(run.runId());
        Probe bare = Probe.withoutFlags(bowstring, run.path().toString(), "refused");
        probes.add(bare);
        assertThat(bare.end()).contains("refusal: this JVM was started without --add-opens=java.base/java.nio");
    }

    @Test
    void shouldLetAnAttachedNodeDrainAndEndTheRunOnceItHasLeft() throws Exception {
        Path go = directory.resolve("go");
        start(200);
        Probe probe = probe("attach", "take:20", "send:1", "file:" + go, "end", "send:1", "close");
        probe.awaitOutput("did send:1");
        Files.createFile(go);

        Ended ended = bowstring.end(flow);

        assertThat(probe.end()).contains("closed all", "closed some", "stop INPUTS_CLOSED");
        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out()).contains("sink   | got 1: 1", "sink   | closed back", "probe   detached");
        JsonNode all = edge("probe/all");
        assertThat(all.get("received").asLong()).isEqualTo(all.get("published").asLong());
        assertThat(all.get("unread").asLong()).isZero();
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldEndTheRunWhenNobodyEverAttaches() throws Exception {
        Ended ended = bowstring.run(StreamNode.flow(20));

        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out()).contains("sink   | closed back", "probe   never attached");
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldTellAnAttachedProcessThatTheRuntimeHasDiedAndLetItLive() throws Exception {
        start(ENDLESS);
        Probe probe = probe("attach", "take:5", "end", "outlive:3000", "close");
        probe.awaitOutput("did take:5");

        flow.destroyForcibly();

        assertThat(probe.end()).contains("stop SUPERVISOR_GONE", "did outlive:3000", "did close");
    }

    private void start(long messages) throws Exception {
        flow = bowstring.start(
                StreamNode.flow(messages),
                "--json",
                directory.resolve("summary").toString());
        await().atMost(Duration.ofSeconds(60)).until(() -> errors().contains("node probe is dynamic"));
        try (Stream<Path> users = Files.list(bowstring.shm());
                Stream<Path> runs = Files.list(users.findFirst().orElseThrow())) {
            run = new RunDirectory(runs.findFirst().orElseThrow());
        }
    }

    private Probe probe(String... steps) throws Exception {
        Probe probe = Probe.start(bowstring, run.runId(), steps);
        probes.add(probe);
        return probe;
    }

    private String errors() throws IOException {
        return Files.readString(directory.resolve("err"));
    }

    private JsonNode edge(String input) throws IOException {
        for (JsonNode edge : new ObjectMapper()
                .readTree(directory.resolve("summary").toFile())
                .get("edges")) {
            if (edge.get("input").asText().equals(input)) {
                return edge;
            }
        }
        throw new AssertionError("no edge to " + input);
    }

    private static void assertAccounted(JsonNode edge) {
        assertThat(edge.get("received").asLong()
                        + edge.get("dropped").asLong()
                        + edge.get("unread").asLong())
                .as(edge.toString())
                .isEqualTo(edge.get("published").asLong());
    }

    private long published() {
        try (Segment ring = Segment.map(run.ring("source", "rows"), SegmentKind.RING, run.runId(), false)) {
            return ring.buffer().getLongVolatile(RingLayout.TAIL);
        }
    }

    /** How many messages both readers of the node hold. */
    private long pinned() {
        long pinned = 0;
        for (int reader = 0; reader < 2; reader++) {
            Path file = run.reader("source", "rows", reader);
            try (Segment words = Segment.map(file, SegmentKind.READER, run.runId(), false)) {
                for (int pin = 0; pin < PINS; pin++) {
                    pinned += words.buffer().getLongVolatile(ReaderLayout.pin(pin)) == 0 ? 0 : 1;
                }
            }
        }
        return pinned;
    }

    /** The source waits: it says so to the supervisor after a second. */
    private void awaitStandstill() {
        await().atMost(Duration.ofSeconds(30)).until(() -> errors().contains("source/rows waits for"));
    }
}
