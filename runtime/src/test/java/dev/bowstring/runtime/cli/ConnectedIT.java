package dev.bowstring.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Nodes that connect: start barrier, growth, drain and death, as a node sees them. */
@Tag("process")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ConnectedIT {
    @TempDir
    Path directory;

    private Bowstring bowstring;

    @BeforeEach
    void makeDirectories() throws Exception {
        bowstring = Bowstring.sharingCaches(directory);
    }

    @AfterEach
    void leaveNothing() {
        bowstring.close();
    }

    @Test
    void shouldSayGoToAllNodesOnceTheSlowestIsReady() throws Exception {
        Path slow = directory.resolve("slow");
        Process process = bowstring.start("nodes:\n"
                + ConnectedNode.yaml("quick", "ready, go", "outputs: [{id: out, arena: 64KiB, arena_max: 1MiB}]")
                + ConnectedNode.yaml("slow", "\"file:" + slow + "\", ready, go", "inputs: {in: quick/out}"));
        bowstring.awaitOutput("quick | did ready");
        assertThat(Files.readString(directory.resolve("out"))).doesNotContain("did go");

        Files.createFile(slow);

        Ended ended = bowstring.end(process);
        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out()).contains("quick | did go", "slow  | did go", "quick/out -> slow/in");
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldTellANodeItsPorts() throws Exception {
        Ended ended = bowstring.run(
                "nodes:\n"
                        + ConnectedNode.yaml("source", "ready", "outputs: [{id: out, arena: 64KiB, arena_max: 1MiB}]")
                        + ConnectedNode.yaml(
                                "sink",
                                "ports, ready",
                                "inputs: {in: {source: source/out, queue_size: 3, queue_policy: backpressure}, tick: timer/millis/20}"));

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out())
                .contains(
                        "InputPort[id=in, sourceNode=source, sourceOutput=out, reader=0, blocking=true, queueSize=3, maxHeld=16,",
                        "TimerPort[id=tick, periodNs=20000000]");
    }

    @Test
    void shouldGrowAnArenaUpToItsLimit() throws Exception {
        Ended ended = bowstring.run("nodes:\n"
                + ConnectedNode.yaml(
                        "source",
                        "ready, go, \"grow:out:100000\", \"grow:out:400000\", \"grow:out:600000\", \"grow:other:1\"",
                        "outputs: [{id: out, arena: 64KiB, arena_max: 1MiB}]"));

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out())
                .contains("grown 1 131072 131072", "grown 2 401408 401408", "refused 600000", "refused 1");
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldStopSourcesFirstAndLetTheOthersDrain() throws Exception {
        Process process = bowstring.start("nodes:\n"
                + ConnectedNode.yaml("source", "ready, go, stop", "outputs: [{id: out, arena: 64KiB, arena_max: 1MiB}]")
                + ConnectedNode.yaml("sink", "ready, go, draining, \"closed:source:out\"", "inputs: {in: source/out}"));
        bowstring.awaitOutput("source | did go");
        bowstring.awaitOutput("sink   | did go");

        Bowstring.signal(process, "INT");

        Ended ended = bowstring.end(process);
        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out())
                .contains("source | Optional[REQUESTED]", "sink   | did draining", "sink   | closed at 1");
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldStopANodeThatHasLeftItsSessionWithASignal() throws Exception {
        Process process = bowstring.start("nodes:\n"
                + ConnectedNode.yaml(
                        "loner", "ready, go, leave", "outputs: [{id: out, arena: 64KiB, arena_max: 1MiB}]"));
        bowstring.awaitOutput("loner | left");

        Bowstring.signal(process, "TERM");

        Ended ended = bowstring.end(process);
        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldCloseTheOutputsOfANodeThatDies() throws Exception {
        Ended ended = bowstring.run("nodes:\n"
                + ConnectedNode.yaml(
                        "source", "ready, go, \"halt:7\"", "outputs: [{id: out, arena: 64KiB, arena_max: 1MiB}]")
                + ConnectedNode.yaml("sink", "ready, go, \"closed:source:out\"", "inputs: {in: source/out}"));

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains("node source failed: exit code 7");
        assertThat(ended.out()).contains("sink   | closed at 1", "sink    stopped");
        bowstring.assertNothingLeft();
    }
}
