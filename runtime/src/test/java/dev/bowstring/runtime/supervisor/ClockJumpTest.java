package dev.bowstring.runtime.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.runtime.lifecycle.NodeLife;
import dev.bowstring.transport.control.NodeControlReader;
import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentKind;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.AtomicBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody sets the wall clock: nodes learn the new time, and no deadline moves, since all are on the monotonic clock. */
class ClockJumpTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(longs = {-365, -1, 1, 365})
    void shouldNeitherHastenNorDelayADeadline(long days) throws Exception {
        try (TestRun run = new TestRun(directory, """
                start_timeout: 30s
                nodes: [{id: a, path: /bin/sh, outputs: [out]}, {id: b, path: /bin/sh}]
                """)) {
            run.work();
            run.advance(29_000);
            run.wallAheadNs += TimeUnit.DAYS.toNanos(days);
            run.advance(999);
            assertThat(run.node("a").life()).isEqualTo(NodeLife.STARTING);
            assertThat(new NodeControlReader(run.files.node("a").control()).wallMinusMonotonicNs())
                    .isNotEqualTo(run.wallAheadNs);

            run.advance(1);
            assertThat(run.node("a").life()).isEqualTo(NodeLife.FAILED);
            assertThat(run.node("a").cause()).isEqualTo("did not connect in time");
            run.advance(1_000);
            assertThat(new NodeControlReader(run.files.node("b").control()).wallMinusMonotonicNs())
                    .isEqualTo(run.wallAheadNs);
        }
    }

    @Test
    void shouldClimbTheStopLadderInTheSameTime() throws Exception {
        try (TestRun run = new TestRun(directory, "nodes: [{id: b, path: /bin/sh}]")) {
            run.work();
            run.supervisor.requestStop();
            run.work();
            run.wallAheadNs -= TimeUnit.DAYS.toNanos(3);
            run.advance(5_000);
            run.wallAheadNs += TimeUnit.DAYS.toNanos(6);
            run.advance(499);
            int before = run.processes.child("b").terminations;

            run.advance(1);

            assertThat(run.processes.child("b").terminations).isEqualTo(before + 1);
            assertThat(run.processes.child("b").kills).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-365, 365})
    void shouldMeasureWaitsAndHealthByTheMonotonicClock(long days) throws Exception {
        try (TestRun run = new TestRun(directory, """
                nodes:
                  - {id: a, path: /bin/sh, outputs: [{id: out, arena: 64KiB, arena_max: 64KiB}]}
                  - id: b
                    path: /bin/sh
                    inputs: {in: {source: a/out, queue_policy: backpressure, queue_size: 1, stall_timeout: 5s}}
                    health_check_timeout: 6s
                    on_failure: isolate
                """)) {
            run.work();
            run.nodes.all().forEach(node -> {
                node.hello();
                node.ready(run.nowNs());
            });
            run.work();
            AtomicBuffer ring = Segment.map(run.files.run().ring("a", "out"), SegmentKind.RING, TestRun.ID, true)
                    .buffer();
            ring.putLong(RingLayout.TAIL, 1);
            ring.putLong(RingLayout.WAITS_SINCE, run.nowNs());
            run.wallAheadNs += TimeUnit.DAYS.toNanos(days);
            run.advance(4_999);
            assertThat(run.output(0).log().blocking(0)).isTrue();
            run.advance(1);
            assertThat(run.output(0).log().blocking(0)).isFalse();
            run.wallAheadNs -= TimeUnit.DAYS.toNanos(days);
            run.advance(999);
            assertThat(run.processes.child("b").kills).isZero();
            run.advance(1_501);
            assertThat(run.processes.child("b").kills).isPositive();
        }
    }
}
