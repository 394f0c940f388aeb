package dev.bowstring.runtime.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.runtime.lifecycle.NodeLife;
import dev.bowstring.runtime.process.ExitCause;
import dev.bowstring.transport.control.NodeControlReader;
import dev.bowstring.transport.control.StopReason;
import dev.bowstring.transport.layout.OutputControlLayout;
import dev.bowstring.transport.layout.ReaderLayout;
import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.AtomicBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
    private static final String FLOW = """
            start_timeout: 30s
            nodes:
              - id: source
                path: /bin/sh
                outputs: [{id: out, arena: 64KiB, arena_max: 64KiB}]
              - id: sink
                path: /bin/sh
                inputs: {in: {source: source/out, queue_policy: backpressure}}
              - id: loner
                path: /bin/sh
            """;

    @TempDir
    Path directory;

    private TestRun run;

    @BeforeEach
    void start() throws Exception {
        run = new TestRun(directory, FLOW);
        run.work();
    }

    @AfterEach
    void close() {
        run.close();
    }

    @Test
    void shouldTellEachNodeWhoItIs() {
        assertThat(run.processes.children.keySet()).containsExactly("source", "sink", "loner");
        assertThat(run.processes.child("sink").launch.environment())
                .containsEntry("BOWSTRING_NODE", "sink")
                .containsEntry("BOWSTRING_RUN_DIR", run.files.run().path().toString())
                .containsEntry("BOWSTRING_INCARNATION", "1")
                .containsEntry("BOWSTRING_TOKEN", run.node("sink").token());
        assertThat(run.node("sink").token())
                .hasSize(32)
                .isNotEqualTo(run.node("source").token());
    }

    @Test
    void shouldSayGoOnceEveryNodeWithPortsIsReadyOrGone() {
        ready("source");
        run.work();
        assertThat(control("source").go()).isFalse();

        run.processes.child("sink").exit(0);
        run.work();

        assertThat(control("source").go()).isTrue();
        assertThat(control("loner").go()).isTrue();
    }

    @Test
    void shouldLetNobodyWaitForAStartThatWasCalledOff() {
        ready("sink");
        run.work();

        run.supervisor.requestStop();
        run.work();

        assertThat(control("sink").draining()).isTrue();
        assertThat(control("sink").go())
                .as("drains at once, whoever else got ready")
                .isTrue();
    }

    @Test
    void shouldNameWhoIsMissingWhenTheStartTimesOut() {
        ready("source");
        run.advance(29_999);
        assertThat(run.supervisor.failure()).isEmpty();

        run.advance(1);

        assertThat(run.supervisor.failure()).contains("30000 ms: sink").doesNotContain("source", "loner");
        assertThat(run.node("sink").life()).isEqualTo(NodeLife.FAILED);
        assertThat(run.node("sink").cause()).isEqualTo("did not connect in time");
        assertThat(run.processes.child("sink").kills).isPositive();
        assertThat(control("source").stopReason()).hasValue(StopReason.REQUESTED);
    }

    @Test
    void shouldClimbTheLadderStepByStep() {
        allReady();
        run.supervisor.requestStop();
        run.work();
        assertThat(control("source").stopReason()).hasValue(StopReason.REQUESTED);
        assertThat(control("sink").stopping()).isFalse();
        assertThat(control("sink").draining()).isTrue();
        assertThat(run.processes.child("loner").terminations)
                .as("never connected")
                .isEqualTo(1);

        run.advance(5_000);
        assertThat(control("sink").stopReason()).hasValue(StopReason.GRACE_EXPIRED);
        assertThat(run.processes.child("sink").terminations).isZero();

        run.advance(500);
        assertThat(run.processes.child("sink").terminations).isEqualTo(1);
        assertThat(run.processes.child("sink").kills).isZero();

        run.advance(2_000);
        assertThat(run.processes.child("sink").kills).isPositive();
        run.work();
        assertThat(run.supervisor.finished()).isTrue();
        assertThat(run.node("sink").cause()).startsWith("did not stop in time");
    }

    @Test
    void shouldNotKillByTheNumberOfANodeThatIsDead() {
        allReady();
        run.processes.child("loner").exit(0);
        run.work();
        int kills = run.processes.child("loner").kills;
        run.processes.child("loner").descendants = 1; // as if the kernel had given its number to a stranger

        assertThat(run.nodes.killAll()).isTrue();

        assertThat(run.processes.child("loner").kills).isEqualTo(kills);
        assertThat(run.processes.child("loner").descendants).isEqualTo(1);
        assertThat(run.processes.child("sink").kills).as("still lived").isPositive();
    }

    @Test
    void shouldHurryWhenAskedAgain() {
        allReady();
        run.supervisor.requestStop();
        run.supervisor.requestStop();

        run.work();
        assertThat(run.processes.child("sink").terminations).isEqualTo(1);

        run.supervisor.requestStop();
        run.work();
        run.work();
        assertThat(run.supervisor.finished()).isTrue();
    }

    @Test
    void shouldEndWellWhenAllEndAsAsked() {
        allReady();
        run.supervisor.requestStop();
        run.work();

        run.processes.child("source").exit(0);
        run.processes.child("sink").exit(0);
        run.processes.child("loner").exit(ExitCause.TERMINATED);
        run.work();

        assertThat(run.supervisor.finished()).isTrue();
        assertThat(run.supervisor.failure()).isEmpty();
        assertThat(run.node("loner").life()).isEqualTo(NodeLife.STOPPED);
    }

    @Test
    void shouldSendASignalToANodeThatReadsItsWordsNoMore() {
        allReady();
        run.node("sink").left();

        run.supervisor.requestStop();
        run.work();

        assertThat(run.processes.child("source").terminations).isZero();
        assertThat(run.processes.child("sink").terminations).isEqualTo(1);
        run.processes.child("sink").exit(ExitCause.TERMINATED);
        run.work();
        assertThat(run.node("sink").life()).isEqualTo(NodeLife.STOPPED);
    }

    @Test
    void shouldNotCallANodeLateWhosePipeIsHeldOpenByAnother() {
        allReady();
        run.supervisor.requestStop();
        run.work();
        run.advance(4_999);
        run.processes.child("sink").pipeHeld = true;
        run.processes.child("sink").exit(0);

        run.supervisor.requestStop();
        run.work();
        assertThat(run.processes.child("sink").terminations).isZero();
        run.supervisor.requestStop();
        run.work();
        run.advance(1_001);

        assertThat(run.node("sink").life()).isEqualTo(NodeLife.STOPPED);
        assertThat(run.node("sink").cause()).isEmpty();
    }

    @Test
    void shouldNotCallANodeLateThatEndsJustBeforeItIsKilled() {
        allReady();
        run.supervisor.requestStop();
        run.work();

        run.processes.child("sink").exit(0);
        run.node("sink").terminate();
        run.node("sink").kill(0);
        run.work();

        assertThat(run.node("sink").life()).isEqualTo(NodeLife.STOPPED);
    }

    @Test
    void shouldNotWaitForNewsOnceTheLastNodeIsDead() {
        allReady();
        List<Long> waits = new ArrayList<>();
        run.supervisor.turn(patienceMs -> {
            waits.add(patienceMs);
            run.processes.children.values().forEach(child -> child.exit(0));
            return 0;
        });
        assertThat(waits).singleElement().matches(patienceMs -> patienceMs > 0, "waits while all is well");

        while (!run.supervisor.finished()) {
            run.supervisor.turn(patienceMs -> {
                waits.add(patienceMs);
                return 0;
            });
        }

        assertThat(waits).as("nobody is left to send any").hasSize(1);
    }

    @Test
    void shouldSayThatAStrangerHoldsTheOutputOfADeadNode() {
        allReady();
        run.processes.child("sink").pipeHeld = true;

        run.processes.child("sink").exit(0);
        run.work();
        run.advance(1_001);

        assertThat(run.node("sink").life()).isEqualTo(NodeLife.STOPPED);
        assertThat(run.notes).singleElement().asString().contains("node sink", "holds its output");
    }

    @Test
    void shouldStopTheOthersWhenOneFailsAndRepeatItsLastWords() {
        allReady();
        run.processes.child("sink").complain("disk full");

        run.processes.child("sink").exit(3);
        run.work();

        assertThat(run.supervisor.failure()).isEqualTo("node sink failed: exit code 3");
        assertThat(run.notes).anySatisfy(note -> assertThat(note).contains("exit code 3", "disk full"));
        assertThat(control("source").stopping()).isTrue();
        assertThat(run.supervisor.finished()).isFalse();
    }

    @Test
    void shouldStopTheOthersWhenOneCannotBeStarted() throws Exception {
        run.close();
        run = new TestRun(directory, FLOW);
        run.processes.broken.add("sink");

        run.work();

        assertThat(run.supervisor.failure()).contains("sink").contains("cannot be started");
        assertThat(control("source").stopping()).isTrue();
    }

    @Test
    void shouldClearPinsOnlyOnceTheWholeSessionIsGone() {
        allReady();
        AtomicBuffer reader = map(SegmentKind.READER, run.files.run().reader("source", "out", 0));
        reader.putLong(ReaderLayout.pin(3), 77);
        run.processes.child("sink").descendants = 1;
        run.processes.child("sink").ignoresKill = true;

        run.processes.child("sink").exit(0);
        run.work();
        assertThat(reader.getLong(ReaderLayout.pin(3)))
                .as("a descendant may still read. L6")
                .isEqualTo(77);

        run.processes.child("sink").ignoresKill = false;
        run.work();
        run.work();
        assertThat(reader.getLong(ReaderLayout.pin(3))).isZero();
    }

    @Test
    void shouldFreeTheReadersOfADeadNode() {
        allReady();
        AtomicBuffer control = map(SegmentKind.OUTPUT_CONTROL, run.files.run().outputControl("source", "out"));
        long generation = control.getLong(OutputControlLayout.GENERATION);

        run.processes.child("sink").exit(0);
        run.work();

        assertThat(control.getLong(OutputControlLayout.reader(0) + OutputControlLayout.READER_MODE))
                .isEqualTo(OutputControlLayout.FREE);
        assertThat(control.getLong(OutputControlLayout.GENERATION)).isGreaterThan(generation);
    }

    @Test
    void shouldCloseTheOutputsOfADeadNodeBehindTheLastMessage() {
        allReady();
        AtomicBuffer ring = map(SegmentKind.RING, run.files.run().ring("source", "out"));
        ring.putLong(RingLayout.TAIL, 5);

        run.processes.child("source").exit(0);
        run.work();

        assertThat(ring.getLong(RingLayout.CLOSED_AT)).isEqualTo(6);
        assertThat(Accounts.edges(run.files, run.dynamic).get(0).unread()).isEqualTo(5);
    }

    @Test
    void shouldLeaveThePinsOfAProcessThatCannotBeKilled() {
        allReady();
        AtomicBuffer reader = map(SegmentKind.READER, run.files.run().reader("source", "out", 0));
        reader.putLong(ReaderLayout.pin(0), 77);
        run.processes.child("sink").ignoresKill = true;
        run.processes.child("sink").descendants = 1;

        run.processes.child("sink").exit(0);
        run.work();
        run.advance(5_001);

        assertThat(reader.getLong(ReaderLayout.pin(0))).isEqualTo(77);
        assertThat(run.node("sink").cause()).contains("cannot be killed");
        assertThat(run.supervisor.failure()).contains("sink");
    }

    @Test
    void shouldSayOnceWhoAnOutputWaitsFor() {
        allReady();
        AtomicBuffer ring = map(SegmentKind.RING, run.files.run().ring("source", "out"));
        ring.putLong(RingLayout.WAITS_FOR, 1L << 56);

        run.advance(1_000);
        run.advance(1_000);

        assertThat(run.notes)
                .filteredOn(note -> note.startsWith("source/out waits for sink/in"))
                .hasSize(1);
    }

    @Test
    void shouldTellTheWallClockAgainEachSecond() {
        assertThat(control("loner").wallMinusMonotonicNs()).isEqualTo(5_000_000);
    }

    private void allReady() {
        ready("source");
        ready("sink");
        run.work();
        assertThat(control("source").go()).isTrue();
    }

    private void ready(String node) {
        run.node(node).hello();
        run.node(node).ready(0);
    }

    private NodeControlReader control(String node) {
        return new NodeControlReader(
                map(SegmentKind.NODE_CONTROL, run.files.run().nodeControl(node)));
    }

    private static AtomicBuffer map(SegmentKind kind, Path file) {
        return Segment.map(file, kind, TestRun.ID, true).buffer();
    }
}
