package dev.bowstring.runtime.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.transport.journal.MessageFacts;
import org.junit.jupiter.api.Test;

final class RunClocksTest {
    private final RunClocks clocks = new RunClocks();

    private long time(String run, long publishTimeNs, long wallOffsetNs) {
        return clocks.timeNs(new MessageFacts(run, 0, publishTimeNs, wallOffsetNs, 0));
    }

    @Test
    void shouldKeepTheOrderOfARunThoughTheClockOfTheMachineWasSetMeanwhile() {
        long first = time("run", 100, 5_000);
        long second = time("run", 101, 4_990); // appended to another output, after the clock was set back

        assertThat(second).isEqualTo(first + 1);
    }

    @Test
    void shouldKeepRunsApart() {
        assertThat(time("run", 100, 5_000)).isLessThan(time("next", 3, 9_000));
    }
}
