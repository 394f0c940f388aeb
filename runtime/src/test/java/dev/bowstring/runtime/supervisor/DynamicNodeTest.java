package dev.bowstring.runtime.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.runtime.lifecycle.AttachState;
import dev.bowstring.runtime.supervisor.RunResult.EdgeEnd;
import dev.bowstring.transport.control.Frame.Busy;
import dev.bowstring.transport.control.Frame.Refused;
import dev.bowstring.transport.control.NodeControlReader;
import dev.bowstring.transport.control.StopReason;
import dev.bowstring.transport.layout.DoorbellLayout;
import dev.bowstring.transport.layout.NodeControlLayout;
import dev.bowstring.transport.layout.OutputControlLayout;
import dev.bowstring.transport.layout.ReaderLayout;
import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.segment.LifeLock;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.AtomicBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DynamicNodeTest {
    private static final String FLOW = """
            nodes:
              - id: source
                path: /bin/sh
                outputs: [{id: out, arena: 64KiB, arena_max: 64KiB}]
              - id: probe
                path: dynamic
                inputs:
                  all: {source: source/out, queue_policy: backpressure}
                  some: {source: source/out, queue_size: 3}
                outputs: [{id: back, arena: 64KiB, arena_max: 64KiB}]
              - id: sink
                path: /bin/sh
                inputs: {in: probe/back}
            """;
    private static final int ALL = 0;
    private static final int SOME = 1;
    private static final long PID = 77;

    @TempDir
    Path directory;

    private final List<LifeLock> locks = new ArrayList<>();
    private TestRun run;
    private DynamicNode probe;
    private AtomicBuffer control;
    private AtomicBuffer ring;
    private AtomicBuffer all;

    @BeforeEach
    void start() throws Exception {
        begin(FLOW);
        control = map(SegmentKind.OUTPUT_CONTROL, run.files.run().outputControl("source", "out"));
        ring = map(SegmentKind.RING, run.files.run().ring("source", "out"));
        all = map(SegmentKind.READER, run.files.run().reader("source", "out", ALL));
    }

    private void begin(String flow) throws Exception {
        run = new TestRun(directory, flow);
        run.work();
        probe = run.dynamic.find("probe").orElseThrow();
    }

    @AfterEach
    void close() {
        locks.forEach(LifeLock::close);
        run.close();
    }

    @Test
    void shouldStartAndAwaitOnlyTheOthers() {
        assertThat(run.processes.children.keySet()).containsExactly("source", "sink");

        ready("source");
        ready("sink");
        run.work();

        assertThat(controlOf("source").go()).isTrue();
        assertThat(controlOf("probe").go()).as("for who attaches later").isTrue();
        assertThat(run.supervisor.failure()).isEmpty();
    }

    @Test
    void shouldLetOnlyItsOwnerReadTheToken() throws Exception {
        Path token = run.files.run().token("probe");

        assertThat(token).hasContent(probe.token());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
                .isEqualTo("rw-------");
        assertThat(Files.exists(run.files.run().token("source")))
                .as("of a started node")
                .isFalse();
    }

    @Test
    void shouldKeepReadersFreeUntilAProcessAttachesAndOpenThemBehindTheLastMessage() {
        assertThat(mode(ALL)).isEqualTo(OutputControlLayout.FREE);
        ring.putLong(RingLayout.TAIL, 5);

        attach();

        assertThat(mode(ALL)).isEqualTo(OutputControlLayout.BLOCKING);
        assertThat(mode(SOME)).isEqualTo(OutputControlLayout.LOSSY);
        assertThat(control.getLong(OutputControlLayout.reader(ALL) + OutputControlLayout.READER_OPEN))
                .isEqualTo(1);
        assertThat(all.getLong(ReaderLayout.CURSOR)).isEqualTo(5);
        assertThat(all.getLong(ReaderLayout.START)).isEqualTo(5);
        assertThat(incarnationOf("probe")).isEqualTo(1);
    }

    @Test
    void shouldRefuseASecondProcessAndOneWithoutTheLock() {
        assertThat(probe.refusal()).containsInstanceOf(Refused.class);

        LifeLock lock = attach();
        assertThat(probe.refusal()).contains(new Busy("process 77 is attached as node probe"));

        probe.bye(1);
        assertThat(probe.refusal())
                .as("the lock is still held, by the next one")
                .isEmpty();
        lock.giveBack();
        assertThat(probe.refusal()).containsInstanceOf(Refused.class);
    }

    @Test
    void shouldFreeTheReadersOfAProcessThatLeavesAndKeepItsOutputsOpen() {
        attach();

        leave(1);

        assertThat(mode(ALL)).isEqualTo(OutputControlLayout.FREE);
        assertThat(mode(SOME)).isEqualTo(OutputControlLayout.FREE);
        assertThat(closedAt()).isZero();
        assertThat(run.notes).contains("node probe: process 77 has attached", "node probe: process 77 has left");
    }

    @Test
    void shouldDemoteAProcessThatLostItsConnectionAndLivesAndKeepItsPins() {
        allReady();
        LifeLock lock = attach();
        all.putLong(ReaderLayout.pin(2), 99);
        doorbell().putLong(DoorbellLayout.WAITING_INPUT, 1);

        probe.linkLost(1);
        run.advance(60_000);

        assertThat(probe.state()).isEqualTo(AttachState.LOST);
        assertThat(mode(ALL)).isEqualTo(OutputControlLayout.LOSSY);
        assertThat(all.getLong(ReaderLayout.pin(2))).as("it may still read. L6").isEqualTo(99);
        assertThat(probe.refusal()).containsInstanceOf(Busy.class);

        lock.giveBack();
        run.work();

        assertThat(probe.state()).isEqualTo(AttachState.DETACHED);
        assertThat(mode(ALL)).isEqualTo(OutputControlLayout.FREE);
        assertThat(all.getLong(ReaderLayout.pin(2))).isZero();
        assertThat(doorbell().getLong(DoorbellLayout.WAITING_INPUT)).isZero();
        assertThat(run.notes)
                .anySatisfy(note -> assertThat(note).contains("process 77 has lost its connection but lives"))
                .contains("node probe: process 77 is gone; what it held is free again");
    }

    @Test
    void shouldLeaveThePinsOfTheNextProcessAloneWhateverIsHeardOfTheLastOne() {
        allReady();
        LifeLock first = attach();
        first.giveBack();
        probe.linkLost(1);
        assertThat(probe.state()).isEqualTo(AttachState.DETACHED);
        attach();
        all.putLong(ReaderLayout.pin(2), 99);

        probe.linkLost(1);
        probe.bye(1);
        run.advance(60_000);

        assertThat(probe.state()).isEqualTo(AttachState.ATTACHED);
        assertThat(incarnationOf("probe")).isEqualTo(2);
        assertThat(all.getLong(ReaderLayout.pin(2))).isEqualTo(99);
        assertThat(mode(ALL)).isEqualTo(OutputControlLayout.BLOCKING);
    }

    @Test
    void shouldAccountForAllThatWasPublishedWhileProcessesWereAttached() {
        publish(5);
        attach();
        publish(9);
        read(8, 2);
        leave(1);
        publish(20);
        attach();
        publish(23);
        read(22, 2);

        EdgeEnd edge = Accounts.edges(run.files, run.dynamic).get(ALL);

        assertThat(edge.published()).isEqualTo(4 + 3);
        assertThat(edge.received()).isEqualTo(2 + 2);
        assertThat(edge.dropped()).as("one skipped, one left unread").isEqualTo(2);
        assertThat(edge.unread()).isEqualTo(1);
    }

    @Test
    void shouldEndTheOutputsOfANodeThatNobodyIsOnceTheRestHasEnded() {
        allReady();
        run.work();
        assertThat(closedAt()).isZero();

        run.processes.child("source").exit(0);
        run.work();

        assertThat(closedAt()).isEqualTo(1);
        assertThat(probe.refusal()).containsInstanceOf(Refused.class);
        assertThat(run.supervisor.finished()).as("sink drains").isFalse();
        run.processes.child("sink").exit(0);
        run.work();
        assertThat(run.supervisor.finished()).isTrue();
        assertThat(run.supervisor.failure()).isEmpty();
    }

    @Test
    void shouldLetAnAttachedNodeReadToTheEndBeforeItsTimeBegins() {
        allReady();
        attach();
        publish(4);
        run.processes.child("source").exit(0);
        run.advance(60_000);

        assertThat(controlOf("probe").draining()).isTrue();
        assertThat(controlOf("probe").stopping()).as("it has messages to read").isFalse();
        assertThat(closedAt()).as("it may still send. L1").isZero();

        read(4, 4);
        map(SegmentKind.READER, run.files.run().reader("source", "out", SOME)).putLong(ReaderLayout.CURSOR, 4);
        run.work();
        run.advance(4_999);
        assertThat(controlOf("probe").stopping()).isFalse();
        leave(1);
        run.work();

        assertThat(closedAt()).isEqualTo(1);
        assertThat(controlOf("sink").draining()).as("nobody was in a hurry").isFalse();
    }

    @Test
    void shouldStopTheDataflowWhenANodeDoesNotLeaveOnceItsTimeIsOver() {
        allReady();
        attach();
        run.processes.child("source").exit(0);
        run.work();

        run.advance(5_000);
        assertThat(controlOf("probe").stopReason()).hasValue(StopReason.GRACE_EXPIRED);
        assertThat(controlOf("sink").draining()).isFalse();
        run.advance(500);

        assertThat(controlOf("sink").draining()).isTrue();
        assertThat(closedAt()).as("it may still send. L1").isZero();
        run.processes.child("sink").exit(0);
        run.work();
        run.advance(5_000);
        run.advance(500);
        assertThat(run.supervisor.finished()).isTrue();
        assertThat(run.supervisor.failure()).isEmpty();
    }

    @Test
    void shouldEndTheRunWithoutANodeThatIsAttachedAndDoesNotLeave() {
        allReady();
        attach();
        run.processes.child("sink").exit(0);
        run.processes.child("source").exit(0);
        run.work();
        assertThat(run.supervisor.finished()).isFalse();
        assertThat(controlOf("probe").draining()).isTrue();
        assertThat(probe.refusal()).containsInstanceOf(Refused.class);

        run.advance(5_000);
        assertThat(controlOf("probe").stopReason()).hasValue(StopReason.GRACE_EXPIRED);
        assertThat(run.supervisor.finished()).isFalse();
        run.advance(500);

        assertThat(run.supervisor.finished()).isTrue();
        assertThat(Accounts.nodes(run.plan, run.nodes, run.dynamic).get(1).state())
                .isEqualTo("attached");
    }

    @Test
    void shouldEndTheRunAsSoonAsTheLastAttachedNodeHasLeft() {
        allReady();
        attach();
        run.processes.child("sink").exit(0);
        run.processes.child("source").exit(0);
        run.work();

        leave(1);
        run.work();

        assertThat(run.supervisor.finished()).isTrue();
    }

    @Test
    void shouldGoOnWithDynamicNodesAloneUntilSomebodyStopsIt() throws Exception {
        run.close();
        begin("nodes: [{id: probe, path: dynamic, outputs: [{id: out, arena: 64KiB, arena_max: 64KiB}]}]");
        run.advance(60_000);
        attach();
        run.advance(60_000);
        assertThat(run.supervisor.finished()).isFalse();
        assertThat(controlOf("probe").go()).isTrue();

        run.supervisor.requestStop();
        run.work();

        assertThat(controlOf("probe").stopReason())
                .as("no data reaches it: it is a source")
                .hasValue(StopReason.REQUESTED);
        leave(1);
        assertThat(run.supervisor.finished()).isTrue();
    }

    @Test
    void shouldNotEndOutputsWhileEveryStartedNodeWaitsForThem() throws Exception {
        run.close();
        begin("""
                nodes:
                  - {id: probe, path: dynamic, outputs: [{id: out, arena: 64KiB, arena_max: 64KiB}]}
                  - {id: sink, path: /bin/sh, inputs: {in: probe/out}}
                  - {id: loner, path: /bin/sh}
                """);
        ready("sink");
        run.processes.child("loner").exit(0);
        run.advance(60_000);
        AtomicBuffer out = map(SegmentKind.RING, run.files.run().ring("probe", "out"));
        assertThat(out.getLong(RingLayout.CLOSED_AT)).isZero();

        run.supervisor.requestStop();
        run.work();

        assertThat(out.getLong(RingLayout.CLOSED_AT)).isEqualTo(1);
        assertThat(controlOf("sink").draining()).isTrue();
    }

    private LifeLock attach() {
        LifeLock lock = locks.isEmpty() ? LifeLock.open(run.files.run().lock("probe")) : locks.get(0);
        if (locks.isEmpty()) {
            locks.add(lock);
        }
        assertThat(lock.tryTake()).isTrue();
        assertThat(probe.refusal()).isEmpty();
        probe.attach(PID, 0);
        return lock;
    }

    private void leave(long incarnation) {
        probe.bye(incarnation);
        locks.get(0).giveBack();
        probe.linkLost(incarnation);
    }

    private void publish(long tail) {
        ring.putLong(RingLayout.TAIL, tail);
    }

    private void read(long cursor, long received) {
        all.putLong(ReaderLayout.CURSOR, cursor);
        all.putLong(ReaderLayout.RECEIVED, received);
    }

    private void allReady() {
        ready("source");
        ready("sink");
        run.work();
    }

    private void ready(String node) {
        run.node(node).hello();
        run.node(node).ready(0);
    }

    private long mode(int reader) {
        return control.getLong(OutputControlLayout.reader(reader) + OutputControlLayout.READER_MODE);
    }

    private long closedAt() {
        return map(SegmentKind.RING, run.files.run().ring("probe", "back")).getLong(RingLayout.CLOSED_AT);
    }

    private AtomicBuffer doorbell() {
        return map(SegmentKind.DOORBELL, run.files.run().doorbell("probe"));
    }

    private long incarnationOf(String node) {
        return map(SegmentKind.NODE_CONTROL, run.files.run().nodeControl(node)).getLong(NodeControlLayout.INCARNATION);
    }

    private NodeControlReader controlOf(String node) {
        return new NodeControlReader(
                map(SegmentKind.NODE_CONTROL, run.files.run().nodeControl(node)));
    }

    private static AtomicBuffer map(SegmentKind kind, Path file) {
        return Segment.map(file, kind, TestRun.ID, true).buffer();
    }
}
