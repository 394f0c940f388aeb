package dev.bowstring.runtime.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.runtime.lifecycle.NodeLife;
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

/** Readers that hold up their publisher for longer than they may. */
class StallSupervisorTest {
    private static final String FLOW = """
            nodes:
              - id: source
                path: /bin/sh
                outputs: [{id: out, arena: 64KiB, arena_max: 64KiB}]
              - id: slow
                path: /bin/sh
                inputs: {in: {source: source/out, queue_policy: backpressure, queue_size: 4, stall_timeout: 5s}}
                restart_policy: always
              - id: other
                path: /bin/sh
                inputs: {in: {source: source/out, queue_policy: backpressure, queue_size: 9, stall_timeout: 2s}}
            """;
    private static final int SLOW = 0;
    private static final int OTHER = 1;

    @TempDir
    Path directory;

    private TestRun run;
    private AtomicBuffer ring;
    private AtomicBuffer bell;

    @BeforeEach
    void start() throws Exception {
        start(FLOW);
    }

    private void start(String flow) throws Exception {
        run = new TestRun(directory, flow);
        run.work();
        for (NodeRun node : run.nodes.all()) {
            node.hello();
            node.ready(0);
        }
        run.work();
        ring = map(SegmentKind.RING, run.files.run().ring("source", "out"));
        bell = map(SegmentKind.DOORBELL, run.files.run().doorbell("source"));
    }

    @AfterEach
    void close() {
        run.close();
    }

    @Test
    void shouldDemoteTheReaderWhoseTimeIsOverAndRingThePublisher() {
        ring.putLong(RingLayout.TAIL, 4);
        run.advance(1_000);
        waitsSinceNow();
        bell.putLong(DoorbellLayout.WAITING_ROOM, 1);
        int rings = bell.getInt(DoorbellLayout.BELL);

        run.advance(4_999);
        assertThat(mode(SLOW)).isEqualTo(OutputControlLayout.BLOCKING);
        assertThat(run.supervisor.patienceMs()).isLessThanOrEqualTo(2);
        run.advance(1);

        assertThat(mode(SLOW)).isEqualTo(OutputControlLayout.LOSSY);
        assertThat(mode(OTHER)).as("has room").isEqualTo(OutputControlLayout.BLOCKING);
        assertThat(bell.getInt(DoorbellLayout.BELL)).isGreaterThan(rings);
        assertThat(run.notes)
                .containsExactly("source/out waits for slow/in no longer, which has held it up for 5.0 s"
                        + " (stall_timeout): what it is too slow for is dropped from here on");
        run.advance(60_000);
        assertThat(run.notes).hasSize(1);
    }

    @Test
    void shouldNotCountTimeInWhichThePublisherWentOn() {
        ring.putLong(RingLayout.TAIL, 4);
        for (int i = 0; i < 10; i++) {
            waitsSinceNow();
            run.advance(4_000);
        }
        assertThat(mode(SLOW)).isEqualTo(OutputControlLayout.BLOCKING);

        run.advance(1_000);
        assertThat(mode(SLOW)).isEqualTo(OutputControlLayout.LOSSY);
    }

    @Test
    void shouldNotBlameAReaderForTheTimeItTakesToStart() throws Exception {
        run.close();
        run = new TestRun(directory, FLOW);
        run.work();
        ring = map(SegmentKind.RING, run.files.run().ring("source", "out"));
        ring.putLong(RingLayout.TAIL, 4);
        waitsSinceNow(); // it is `start: eager`
        run.advance(20_000);
        run.nodes.all().forEach(node -> {
            node.hello();
            node.ready(0);
        });
        run.work();

        run.advance(4_999);
        assertThat(mode(SLOW)).isEqualTo(OutputControlLayout.BLOCKING);
        run.advance(1);
        assertThat(mode(SLOW)).isEqualTo(OutputControlLayout.LOSSY);
    }

    @Test
    void shouldLeaveAReaderAloneWhosePublisherHasNothingToSend() {
        ring.putLong(RingLayout.TAIL, 4);

        run.advance(60_000);

        assertThat(mode(SLOW)).isEqualTo(OutputControlLayout.BLOCKING);
    }

    @Test
    void shouldWaitForADemotedReaderAgainOnceItsNodeIsStartedAgain() {
        ring.putLong(RingLayout.TAIL, 4);
        waitsSinceNow();
        run.advance(5_000);
        run.processes.child("slow").exit(3);
        run.work();
        assertThat(mode(SLOW)).isEqualTo(OutputControlLayout.LOSSY);
        ring.putLong(RingLayout.TAIL, 90);
        run.advance(100);

        new DeathPass(run.plan, run.files).letIn(run.node("slow"));

        assertThat(mode(SLOW)).isEqualTo(OutputControlLayout.BLOCKING);
        AtomicBuffer reader = map(SegmentKind.READER, run.files.run().reader("source", "out", SLOW));
        assertThat(reader.getLong(ReaderLayout.CURSOR)).isEqualTo(90);
        assertThat(run.output(0).log().account(SLOW).dropped()).isEqualTo(90);
    }

    @Test
    void shouldBlameNobodyForTheWaitOfAPublisherThatIsGone() throws Exception {
        run.close();
        start(FLOW.replace("path: /bin/sh\n    outputs", "path: /bin/sh\n    restart_policy: always\n    outputs"));
        ring.putLong(RingLayout.TAIL, 4);
        waitsSinceNow();
        run.advance(4_000);

        run.processes.child("source").exit(3);
        run.work();
        run.advance(10_000);

        assertThat(run.output(0).log().waitsSinceNs()).isZero();
        assertThat(mode(SLOW)).isEqualTo(OutputControlLayout.BLOCKING);
    }

    @Test
    void shouldKillTheReaderIfTheInputSaysSo() throws Exception {
        run.close();
        start(FLOW.replace("stall_timeout: 5s", "stall_timeout: 5s, on_stall: kill"));
        ring.putLong(RingLayout.TAIL, 4);
        waitsSinceNow();

        run.advance(5_000);
        run.work();

        assertThat(run.node("slow").life()).isEqualTo(NodeLife.BACKING_OFF);
        assertThat(mode(SLOW)).as("loses nothing").isEqualTo(OutputControlLayout.BLOCKING);
        assertThat(run.notes)
                .containsExactly("node slow failed: has held up source/out for 5.0 s (stall_timeout of in): killed by"
                        + " signal 9, by the runtime; restart 1 in 0.1 s");
    }

    @Test
    void shouldNotKillTheNextLifeForTheWaitBehindTheOneBefore() throws Exception {
        run.close();
        start(FLOW.replace("stall_timeout: 5s", "stall_timeout: 5s, on_stall: kill"));
        ring.putLong(RingLayout.TAIL, 4);
        waitsSinceNow();
        run.advance(5_000);
        run.work();
        run.advance(3_000);
        run.node("slow").hello();
        run.node("slow").ready(run.nowNs());

        run.advance(4_999);
        run.work();
        assertThat(run.node("slow").life()).isEqualTo(NodeLife.RUNNING);
        run.advance(1);
        run.work();
        assertThat(run.node("slow").life()).isEqualTo(NodeLife.BACKING_OFF);
    }

    @Test
    void shouldNotKillWhileTheRunStops() throws Exception {
        run.close();
        start(FLOW.replace("stall_timeout: 5s", "stall_timeout: 1s, on_stall: kill"));
        ring.putLong(RingLayout.TAIL, 4);
        waitsSinceNow();
        run.supervisor.requestStop();
        run.work();

        run.advance(4_000);

        assertThat(run.processes.child("slow").kills).isZero();
    }

    @Test
    void shouldFreeThePublisherOnceItIsKnownWhoHoldsTheMemory() {
        ring.putLong(RingLayout.TAIL, 1);
        waitsSinceNow();
        run.advance(5_000);
        assertThat(mode(SLOW)).isEqualTo(OutputControlLayout.BLOCKING);

        ring.putLong(RingLayout.WAITS_FOR, 2L << 56 | (long) SLOW << 48 | 64); // 64 bytes, held by the slow one
        run.advance(100);

        assertThat(mode(SLOW)).isEqualTo(OutputControlLayout.LOSSY);
        assertThat(mode(OTHER)).isEqualTo(OutputControlLayout.BLOCKING);
    }

    private void waitsSinceNow() {
        ring.putLong(RingLayout.WAITS_SINCE, run.nowNs());
    }

    private long mode(int reader) {
        return map(SegmentKind.OUTPUT_CONTROL, run.files.run().outputControl("source", "out"))
                .getLong(OutputControlLayout.reader(reader) + OutputControlLayout.READER_MODE);
    }

    private static AtomicBuffer map(SegmentKind kind, Path file) {
        return Segment.map(file, kind, TestRun.ID, true).buffer();
    }
}
