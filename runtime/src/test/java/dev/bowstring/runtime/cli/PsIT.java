package dev.bowstring.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bowstring.runtime.cli.Bowstring.Ended;
import dev.bowstring.transport.layout.NodeControlLayout;
import dev.bowstring.transport.segment.Ownership;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentKind;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
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

/** {@code ps}, {@code stop} and {@code doctor}, from a process of their own. */
@Tag("process")
@Tag("one-jdk")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class PsIT {
    @TempDir
    Path directory;

    private Bowstring bowstring;

    @BeforeEach
    void makeDirectories() throws Exception {
        bowstring = Bowstring.sharingCaches(directory);
    }

    @AfterEach
    void leaveNothing() throws Exception {
        bowstring.close();
    }

    @Test
    void shouldShowARunThatFlowsAndStopIt() throws Exception {
        Path progress = directory.resolve("progress");
        Process flow = bowstring.start(SdkNode.chain(progress.toString()));
        await().until(() -> Files.exists(progress));

        JsonNode run = onlyRun();
        String text = bowstring.command("ps").out();
        Ended stopped = bowstring.command("stop", run.get("run").asText().substring(0, 16));
        Ended ended = bowstring.end(flow);

        assertThat(run.get("state").asText()).isEqualTo("running");
        assertThat(run.get("pid").asLong()).isEqualTo(flow.pid());
        assertThat(run.get("dataflow").asText()).isEqualTo("flow");
        assertThat(run.get("ageMs").asLong()).isPositive();
        assertThat(run.get("problems")).isEmpty();
        assertThat(run.get("nodes")).hasSize(3).allSatisfy(node -> {
            assertThat(node.get("state").asText()).isEqualTo("running");
            assertThat(node.get("cpuMs").asLong()).isPositive();
            assertThat(node.get("rssBytes").asLong()).isGreaterThan(1 << 20);
            assertThat(node.get("restarts").asLong()).isZero();
        });
        assertThat(run.get("nodes").get(1).get("node").asText())
                .as("in order of declaration")
                .isEqualTo("relay");
        assertThat(run.get("edges")).hasSize(2);
        JsonNode edge = run.get("edges").get(0);
        assertThat(edge.get("output").asText()).isEqualTo("source/out");
        assertThat(edge.get("input").asText()).isEqualTo("relay/in");
        assertThat(edge.get("policy").asText()).isEqualTo("backpressure");
        assertThat(edge.get("received").asLong()).isPositive();
        assertThat(edge.get("dropped").asLong()).isZero();
        assertThat(edge.get("unread").asLong())
                .isBetween(0L, 10L + edge.get("held").asLong());
        assertThat(text)
                .containsPattern("run \\S+ of flow: running for \\S+ s, process " + flow.pid())
                .contains("source/out -> relay/in", "relay/out -> sink/in")
                .containsPattern("sink +running +\\S+ s +\\d+ +0 +\\S+% +\\d+ MiB");
        assertThat(stopped.exitCode()).as(stopped.err()).isZero();
        assertThat(stopped.out())
                .matches("run " + run.get("run").asText() + " of flow has ended after \\d+\\.\\d s: all well\\R");
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.err()).contains("asked to stop, by `bowstring stop`");
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldStopNowWithoutWaitingForWhatDoesNotEnd() throws Exception {
        Process flow = bowstring.start(
                "nodes: [{id: deaf, path: /bin/sh, args: [-c, \"trap '' TERM; echo up; while :; do sleep 1; done\"]}]");
        bowstring.awaitOutput("deaf | up");

        Ended stopped = bowstring.command("stop", "--now", onlyRun().get("run").asText());
        Ended ended = bowstring.end(flow);

        assertThat(stopped.exitCode()).isEqualTo(1);
        assertThat(stopped.out()).contains("failed: node deaf failed: did not stop in time: killed by signal 9");
        assertThat(ended.err()).contains("asked to stop now", "asked again: terminating all nodes");
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldShowWhatARunLeftAndRemoveItOnlyWhenAsked() throws Exception {
        Process killed = bowstring.start("nodes: [{id: a, path: /bin/sh, args: [-c, 'echo up; exec sleep 300']}]");
        bowstring.awaitOutput("a | up");
        Ended healthy = bowstring.command("doctor");
        JsonNode before = onlyRun();
        killed.destroyForcibly().waitFor();
        await().until(() -> bowstring.livingNodes().isEmpty());

        JsonNode run = onlyRun();
        Ended stop = bowstring.command("stop", run.get("run").asText());
        List<String> untouched = files();
        Ended told = bowstring.command("doctor");
        assertThat(files()).as("nothing is changed unasked").isEqualTo(untouched);
        Ended cleaned = bowstring.command("doctor", "--clean");

        assertThat(before.get("state").asText()).isEqualTo("running");
        assertThat(healthy.exitCode()).as(healthy.out()).isZero();
        assertThat(healthy.out())
                .containsPattern("ok +left over +nothing of dead runs")
                .contains("util-linux");
        assertThat(run.get("state").asText()).isEqualTo("left over");
        assertThat(run.get("nodes").get(0).get("state").asText()).isEqualTo("gone");
        assertThat(stop.exitCode()).isEqualTo(2);
        assertThat(stop.err()).contains("was left over by a supervisor that was killed; `bowstring doctor --clean`");
        assertThat(told.exitCode()).isZero();
        assertThat(told.out())
                .containsPattern("warning +left over +runs whose supervisor was killed: "
                        + run.get("run").asText());
        assertThat(cleaned.out())
                .contains("cleaned up after run " + run.get("run").asText());
        assertThat(bowstring.command("ps").out()).contains("no runs in ");
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldTakeNoStrangerForAProcessOfADeadRunThatHadItsNumber() throws Exception {
        Process killed = bowstring.start("nodes: [{id: a, path: /bin/sh, args: [-c, 'echo up; exec sleep 300']}]");
        bowstring.awaitOutput("a | up");
        String id = onlyRun().get("run").asText();
        killed.destroyForcibly().waitFor();
        await().until(() -> bowstring.livingNodes().isEmpty());
        Process stranger = new ProcessBuilder("sleep", "300").start();
        try {
            RunDirectory run = new RunDirectory(
                    bowstring.shm().resolve("bowstring-" + Ownership.uid()).resolve(id));
            String said = Files.readString(run.runJson());
            Files.writeString(run.runJson(), said.replaceAll("\"pid\":\\d+", "\"pid\":" + stranger.pid()));
            try (Segment page = Segment.map(run.nodeControl("a"), SegmentKind.NODE_CONTROL, id, true)) {
                page.buffer().putLong(NodeControlLayout.PID, stranger.pid());
            }

            JsonNode left = onlyRun();
            Ended stop = bowstring.command("stop", "--now", id);
            Ended cleaned = bowstring.command("doctor", "--clean");

            assertThat(left.get("state").asText()).isEqualTo("left over");
            assertThat(left.get("nodes").get(0).get("state").asText()).isEqualTo("gone");
            assertThat(stop.exitCode()).isEqualTo(2);
            assertThat(cleaned.out()).contains("cleaned up after run " + id, "no process of it was left");
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly().waitFor();
        }
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldShowDynamicNodesAndOutputsThatWait() throws Exception {
        Process flow = bowstring.start(StreamNode.flow(1_000_000_000L));
        await().until(() -> bowstring.command("ps").out().contains("probe"));
        String run = onlyRun().get("run").asText();
        try (Probe probe =
                Probe.start(bowstring, run, "attach", "hold:3", "file:" + directory.resolve("go"), "close")) {
            probe.awaitOutput("did hold:3");
            await().until(() -> bowstring.command("ps").out().contains("source/rows waits for probe/all"));

            JsonNode shown = onlyRun();

            JsonNode node = find(shown.get("nodes"), "node", "probe");
            assertThat(node.get("state").asText()).isEqualTo("attached");
            assertThat(node.get("pid").asLong()).isEqualTo(probe.pid());
            assertThat(node.get("rssBytes").asLong()).isPositive();
            JsonNode edge = find(shown.get("edges"), "input", "probe/all");
            assertThat(edge.get("held").asLong()).isGreaterThanOrEqualTo(3);
            assertThat(edge.get("waits").asBoolean()).isTrue();
            assertThat(edge.get("lagNs").asLong()).isGreaterThan(1_000_000_000L);
            assertThat(edge.get("backpressureNs").asLong()).isPositive();
            Files.createFile(directory.resolve("go"));
            probe.end();
        }
        await().until(() -> find(onlyRun().get("nodes"), "node", "probe")
                .get("state")
                .asText()
                .equals("detached"));
        assertThat(bowstring.command("stop", run).exitCode()).isZero();
        bowstring.end(flow);
    }

    @Test
    void shouldSayWhichRunsThereAre() throws Exception {
        assertThat(bowstring.command("ps").out()).contains("no runs in " + bowstring.shm());
        assertThat(bowstring.command("ps", "--json").out().strip()).isEqualTo("[ ]");
        Ended none = bowstring.command("stop", "2026");

        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("no run '2026' in ", "there are none").doesNotContain("\tat ");
    }

    @Test
    void shouldSayThatAStoppedSupervisorDoesNotAnswer() throws Exception {
        Process flow = bowstring.start("nodes: [{id: a, path: /bin/sh, args: [-c, 'echo up; exec sleep 300']}]");
        bowstring.awaitOutput("a | up");
        String run = onlyRun().get("run").asText();
        Bowstring.signal(flow, "STOP");

        Ended stop = bowstring.command("stop", run);
        JsonNode seen = onlyRun();
        Bowstring.signal(flow, "CONT");

        assertThat(stop.exitCode()).isEqualTo(2);
        assertThat(stop.err()).contains("it gives no answer", "`kill -CONT " + flow.pid() + "` wakes it");
        assertThat(seen.get("nodes").get(0).get("state").asText()).isEqualTo("running");
        bowstring.end(flow); // it hears the question when it wakes
        bowstring.assertNothingLeft();
    }

    /** All that is in shared memory and on disk, and when it was changed. */
    private List<String> files() throws Exception {
        try (Stream<Path> shm = Files.walk(bowstring.shm());
                Stream<Path> data = Files.walk(bowstring.data())) {
            List<String> files = new ArrayList<>();
            for (Path file : Stream.concat(shm, data).sorted().toList()) {
                files.add(file + " " + Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS));
            }
            return files;
        }
    }

    private JsonNode onlyRun() throws Exception {
        Ended ps = bowstring.command("ps", "--json");
        assertThat(ps.exitCode()).as(ps.err()).isZero();
        JsonNode runs = new ObjectMapper().readTree(ps.out());
        assertThat(runs).as(ps.out()).hasSize(1);
        return runs.get(0);
    }

    private static JsonNode find(JsonNode list, String key, String value) {
        for (JsonNode each : list) {
            if (each.get(key).asText().equals(value)) {
                return each;
            }
        }
        throw new AssertionError("no " + value + " in " + list);
    }
}
