package dev.bowstring.runtime.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.runtime.lifecycle.NodeLife;
import dev.bowstring.transport.control.NodeControlReader;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
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
}
