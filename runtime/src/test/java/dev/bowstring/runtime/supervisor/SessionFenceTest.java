package dev.bowstring.runtime.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.runtime.process.Launch;
import dev.bowstring.runtime.supervisor.FakeProcesses.FakeChild;
import dev.bowstring.runtime.supervisor.SessionFence.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionFenceTest {
    private final FakeProcesses processes = new FakeProcesses();

    private FakeChild child;
    private SessionFence fence;

    @BeforeEach
    void endWithAFullPipe() {
        processes.spawn(new Launch("node", List.of(), Map.of(), Path.of("")), line -> {});
        child = processes.child("node");
        child.exit(0);
        child.pipeHeld = true;
        fence = new SessionFence(child, 0);
    }

    @Test
    void shouldWaitAsLongAsTheProcessHasPrintedMore() {
        for (int ms = 0; ms <= 10_000; ms += 900) {
            child.handedOn++;
            assertThat(at(ms)).isEqualTo(Progress.WORKING);
        }

        child.pipeHeld = false;

        assertThat(at(10_001)).isEqualTo(Progress.DEAD);
    }

    @Test
    void shouldWaitForWhoeverTakesTheLines() {
        child.quiet = false;
        assertThat(at(0)).isEqualTo(Progress.WORKING);
        assertThat(at(10_000)).isEqualTo(Progress.WORKING);

        child.quiet = true;

        assertThat(at(11_000)).isEqualTo(Progress.WORKING);
        assertThat(at(11_001)).isEqualTo(Progress.DEAD);
    }

    @Test
    void shouldGiveUpOnAPipeThatAStrangerHolds() {
        assertThat(at(0)).isEqualTo(Progress.WORKING);
        assertThat(at(1_000)).isEqualTo(Progress.WORKING);

        assertThat(at(1_001)).isEqualTo(Progress.DEAD);
    }

    @Test
    void shouldNotWaitForEverForWhoeverTakesTheLines() {
        child.quiet = false;
        assertThat(at(0)).isEqualTo(Progress.WORKING);

        assertThat(at(30_001)).isEqualTo(Progress.DEAD);
    }

    private Progress at(long ms) {
        return fence.step(TimeUnit.MILLISECONDS.toNanos(ms));
    }
}
