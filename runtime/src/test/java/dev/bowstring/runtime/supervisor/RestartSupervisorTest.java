package dev.bowstring.runtime.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.runtime.lifecycle.NodeLife;
import dev.bowstring.transport.control.NodeControlReader;
import dev.bowstring.transport.control.StopReason;
import dev.bowstring.transport.layout.DoorbellLayout;
import dev.bowstring.transport.layout.OutputControlLayout;
import dev.bowstring.transport.layout.ReaderLayout;
import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentKind;
import java.nio.file.Path;
import org.agrona.concurrent.AtomicBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node between two others that is started again. */
class RestartSupervisorTest {
    private static final String FLOW = """
            start_timeout: 30s
            nodes:
              - id: source
                path: /bin/sh
                outputs: [{id: out, arena: 64KiB, arena_max: 64KiB}]
              - id: middle
                path: /bin/sh
                inputs: {in: {source: source/out, queue_policy: backpressure}}
                outputs: [{id: out, arena: 64KiB, arena_max: 64KiB}]
                restart_policy: always
                max_restarts: 2
                restart_delay: 100ms
              - id: sink
                path: /bin/sh
                inputs: {in: {source: middle/out, queue_policy: backpressure}}
            """;

    @TempDir
    Path directory;

    private TestRun run;

    @BeforeEach
    void start() throws Exception {
        start(FLOW);
    }

    private void start(String flow) throws Exception {
        run = new TestRun(directory, flow);
        run.work();
        ready("source");
        ready("middle");
        ready("sink");
        run.work();
        assertThat(control("source").go()).isTrue();
    }

    @AfterEach
    void close() {
        run.close();
    }

    @Test
    void shouldStartANodeAgainOnceItsDelayHasPassed() {
        String token = run.node("middle").token();
        run.processes.child("middle").complain("out of luck");

        exit("middle", 3);

        assertThat(run.node("middle").life()).isEqualTo(NodeLife.BACKING_OFF);
        assertThat(run.notes)
                .containsExactly("node middle failed: exit code 3; restart 1 of at most 2 in 0.1 s; its last words:\n"
                        + "    out of luck");
        run.advance(99);
        assertThat(run.processes.spawned("middle")).isEqualTo(1);

        run.advance(1);

        assertThat(run.processes.spawned("middle")).isEqualTo(2);
        assertThat(run.node("middle").life()).isEqualTo(NodeLife.STARTING);
        assertThat(run.processes.child("middle").launch.environment())
                .containsEntry("BOWSTRING_INCARNATION", "2")
                .containsEntry("BOWSTRING_TOKEN", run.node("middle").token());
        assertThat(run.node("middle").token()).isNotEqualTo(token);
        assertThat(control("middle").incarnation()).isEqualTo(2);
        assertThat(control("middle").go()).as("passes the barrier").isTrue();
        assertThat(run.supervisor.failure()).isEmpty();
    }

    @Test
    void shouldLeaveItsPortsAsTheyAreAndGiveBackWhatItHeld() {
        AtomicBuffer reader = map(SegmentKind.READER, run.files.run().reader("source", "out", 0));
        AtomicBuffer bell = map(SegmentKind.DOORBELL, run.files.run().doorbell("middle"));
        AtomicBuffer own = map(SegmentKind.RING, run.files.run().ring("middle", "out"));
        own.putLong(RingLayout.TAIL, 7);
        reader.putLong(ReaderLayout.CURSOR, 4);
        reader.putLong(ReaderLayout.pin(3), 77);
        bell.putLong(DoorbellLayout.WAITING_INPUT, 1);

        exit("middle", 3);

        assertThat(reader.getLong(ReaderLayout.pin(3))).isZero();
        assertThat(reader.getLong(ReaderLayout.CURSOR)).isEqualTo(4);
        assertThat(bell.getLong(DoorbellLayout.WAITING_INPUT)).isZero();
        assertThat(mode("source", 0)).isEqualTo(OutputControlLayout.BLOCKING);
        assertThat(run.output(1).log().closed()).isFalse();
        assertThat(restarts("middle")).as("not yet").isZero();

        run.advance(100);

        assertThat(restarts("middle")).isEqualTo(1);
        AtomicBuffer words = map(SegmentKind.OUTPUT_CONTROL, run.files.run().outputControl("middle", "out"));
        assertThat(words.getLong(OutputControlLayout.restart(1) + OutputControlLayout.RESTART_AT))
                .isEqualTo(7);
        assertThat(restarts("source")).isZero();
    }

    @Test
    void shouldGiveUpOnceItHasRestartedSoOften() {
        for (int life = 1; life <= 3; life++) {
            exit("middle", 3);
            run.advance(10_000);
        }

        assertThat(run.node("middle").life()).isEqualTo(NodeLife.FAILED);
        assertThat(run.supervisor.failure())
                .isEqualTo("node middle failed: exit code 3, after 2 restarts, which is all its `max_restarts` allows");
        assertThat(run.processes.spawned("middle")).isEqualTo(3);
        assertThat(run.output(1).log().closed()).isTrue();
        assertThat(mode("source", 0)).isEqualTo(OutputControlLayout.FREE);
        assertThat(control("source").stopReason()).hasValue(StopReason.REQUESTED);
        assertThat(Accounts.nodes(run.plan, run.nodes, run.dynamic).get(1).restarts())
                .isEqualTo(2);
    }

    @Test
    void shouldCallOffARestartWhenTheRunIsStopped() {
        exit("middle", 3);

        run.supervisor.requestStop();
        run.advance(100);

        assertThat(run.node("middle").life()).isEqualTo(NodeLife.STOPPED);
        assertThat(run.node("middle").cause()).isEmpty();
        assertThat(run.processes.spawned("middle")).isEqualTo(1);
        assertThat(run.output(1).log().closed()).as("the sink drains").isTrue();
        assertThat(mode("source", 0)).isEqualTo(OutputControlLayout.FREE);
        exit("source", 0);
        exit("sink", 0);
        assertThat(run.supervisor.finished()).isTrue();
        assertThat(run.supervisor.failure()).isEmpty();
    }

    @Test
    void shouldNotRestartWhatEndsWhileTheRunStops() {
        run.supervisor.requestStop();
        run.work();

        exit("middle", 0);
        run.advance(100);

        assertThat(run.node("middle").life()).isEqualTo(NodeLife.STOPPED);
        assertThat(run.processes.spawned("middle")).isEqualTo(1);
    }

    @Test
    void shouldNotRestartWhatHasEndedWellBehindAllItsInputs() {
        exit("source", 0);

        exit("middle", 0);

        assertThat(run.node("middle").life()).isEqualTo(NodeLife.STOPPED);
    }

    @Test
    void shouldRestartWhatHasEndedWellWhileItsInputsGoOn() {
        exit("middle", 0);

        assertThat(run.node("middle").life()).isEqualTo(NodeLife.BACKING_OFF);
        assertThat(run.notes).containsExactly("node middle has ended; restart 1 of at most 2 in 0.1 s");
    }

    @Test
    void shouldWaitForASecondBeforeANodeThatNeverGotReadyIsStartedAgain() {
        exit("middle", 3);
        run.advance(100);

        exit("middle", 4);
        run.advance(999);
        assertThat(run.processes.spawned("middle")).isEqualTo(2);

        run.advance(1);
        assertThat(run.processes.spawned("middle")).isEqualTo(3);
    }

    @Test
    void shouldGiveEachLifeItsTimeToGetReady() {
        run.advance(100_000);
        exit("middle", 3);
        run.advance(100);

        run.advance(29_999);
        assertThat(run.node("middle").life()).isEqualTo(NodeLife.STARTING);
        run.advance(1);
        run.work(); // the kernel takes its time to kill it

        assertThat(run.node("middle").life()).isEqualTo(NodeLife.BACKING_OFF);
        assertThat(run.node("middle").cause()).isEqualTo("did not connect in time: killed by signal 9, by the runtime");
        assertThat(run.supervisor.failure()).isEmpty();
    }

    @Test
    void shouldNotCleanUpAfterALifeThatGoesOn() {
        DeathPass pass = new DeathPass(run.plan, run.files);
        AtomicBuffer reader = map(SegmentKind.READER, run.files.run().reader("source", "out", 0));
        exit("middle", 3);
        run.advance(100);
        reader.putLong(ReaderLayout.pin(0), 77);

        assertThatThrownBy(() -> pass.cleanUpAfter(run.node("middle"))).hasMessageContaining("lives");

        assertThat(reader.getLong(ReaderLayout.pin(0))).isEqualTo(77);
    }

    @Test
    void shouldWaitForDueRestartsNoLongerThanTheyAre() {
        exit("middle", 3);

        assertThat(run.supervisor.patienceMs()).isBetween(100L, 101L);
    }

    @Test
    void shouldNeverRestartWhatCannotBeKilled() {
        run.processes.child("middle").ignoresKill = true;
        run.processes.child("middle").descendants = 1;

        exit("middle", 3);
        run.advance(5_001);

        assertThat(run.node("middle").life()).isEqualTo(NodeLife.FAILED);
        assertThat(run.node("middle").cause()).contains("cannot be killed");
    }

    @Test
    void shouldGoOnWithoutANodeThatIsIsolated() throws Exception {
        run.close();
        start(FLOW.replace("max_restarts: 2", "max_restarts: 1")
                .replace("restart_delay: 100ms", "on_failure: isolate"));
        exit("middle", 3);
        run.advance(1_000);

        exit("middle", 3);

        assertThat(run.node("middle").life()).isEqualTo(NodeLife.FAILED);
        assertThat(run.notes).last().asString().endsWith("; the others go on (on_failure: isolate)");
        assertThat(control("source").stopping()).isFalse();
        assertThat(control("sink").draining()).isFalse();
        assertThat(run.output(1).log().closed()).isTrue();
        assertThat(mode("source", 0)).isEqualTo(OutputControlLayout.FREE);
        exit("sink", 0);
        exit("source", 0);
        assertThat(run.supervisor.finished()).isTrue();
        assertThat(run.supervisor.failure()).as("exit code 1").contains("node middle failed");
    }

    @Test
    void shouldSkipWhatCameMeanwhileIfTheInputSaysSo() throws Exception {
        run.close();
        start(FLOW.replace("in: {source: source/out,", "in: {source: source/out, on_restart: latest,"));
        AtomicBuffer ring = map(SegmentKind.RING, run.files.run().ring("source", "out"));
        AtomicBuffer reader = map(SegmentKind.READER, run.files.run().reader("source", "out", 0));
        ring.putLong(RingLayout.TAIL, 5);
        reader.putLong(ReaderLayout.CURSOR, 3);
        reader.putLong(ReaderLayout.RECEIVED, 3);

        exit("middle", 3);
        assertThat(mode("source", 0)).as("nobody waits").isEqualTo(OutputControlLayout.FREE);
        ring.putLong(RingLayout.TAIL, 90);
        run.advance(100);
        run.node("middle").hello();
        new DeathPass(run.plan, run.files).letIn(run.node("middle"));

        assertThat(mode("source", 0)).isEqualTo(OutputControlLayout.BLOCKING);
        assertThat(reader.getLong(ReaderLayout.CURSOR)).isEqualTo(90);
        assertThat(run.output(0).log().account(0))
                .satisfies(account -> assertThat(account.published()).isEqualTo(90))
                .satisfies(account -> assertThat(account.received()).isEqualTo(3))
                .satisfies(account -> assertThat(account.dropped()).isEqualTo(87));
    }

    @Test
    void shouldKillWhatHasGotStuckAndStartItAgain() throws Exception {
        run.close();
        start(FLOW.replace("max_restarts: 2", "health_check_timeout: 1s"));
        AtomicBuffer page = map(SegmentKind.DOORBELL, run.files.run().doorbell("middle"));
        page.putLong(DoorbellLayout.WAITING_ROOM, 1);
        run.advance(500);
        run.advance(5_000);
        page.putLong(DoorbellLayout.WAITING_ROOM, 0);
        for (int i = 1; i <= 10; i++) {
            page.putLong(DoorbellLayout.PROGRESS, i);
            run.advance(900);
            assertThat(run.node("middle").life()).isEqualTo(NodeLife.RUNNING);
        }
        assertThat(run.supervisor.patienceMs()).isLessThanOrEqualTo(251);

        run.advance(250);
        assertThat(run.node("middle").life()).isEqualTo(NodeLife.RUNNING);
        run.advance(1_000);
        run.work();

        assertThat(run.node("middle").life()).isEqualTo(NodeLife.BACKING_OFF);
        assertThat(run.notes)
                .containsExactly("node middle failed: got stuck: it has neither asked for events nor sent anything for"
                        + " 1000 ms (health_check_timeout): killed by signal 9, by the runtime; restart 1 in 0.1 s");
    }

    @Test
    void shouldLeaveTheStuckToTheLadderWhileTheRunStops() throws Exception {
        run.close();
        start(FLOW.replace("max_restarts: 2", "health_check_timeout: 1s"));
        run.supervisor.requestStop();
        run.work();

        run.advance(4_000);

        assertThat(run.processes.child("middle").kills).isZero();
    }

    private void exit(String node, int code) {
        run.processes.child(node).exit(code);
        run.work();
    }

    private void ready(String node) {
        run.node(node).hello();
        run.node(node).ready(0);
    }

    private long restarts(String node) {
        return map(SegmentKind.OUTPUT_CONTROL, run.files.run().outputControl(node, "out"))
                .getLong(OutputControlLayout.RESTARTS);
    }

    private long mode(String node, int reader) {
        return map(SegmentKind.OUTPUT_CONTROL, run.files.run().outputControl(node, "out"))
                .getLong(OutputControlLayout.reader(reader) + OutputControlLayout.READER_MODE);
    }

    private NodeControlReader control(String node) {
        return new NodeControlReader(
                map(SegmentKind.NODE_CONTROL, run.files.run().nodeControl(node)));
    }

    private static AtomicBuffer map(SegmentKind kind, Path file) {
        return Segment.map(file, kind, TestRun.ID, true).buffer();
    }
}
