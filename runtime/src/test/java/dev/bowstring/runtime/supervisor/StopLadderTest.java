package dev.bowstring.runtime.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.runtime.supervisor.StopLadder.Step;
import org.junit.jupiter.api.Test;

class StopLadderTest {
    private final StopLadder ladder = new StopLadder();

    @Test
    void shouldDoNothingBeforeItBegins() {
        assertThat(ladder.advance(Long.MAX_VALUE / 2)).isFalse();
        assertThat(ladder.step()).isEqualTo(Step.NONE);
    }

    @Test
    void shouldBeginOnce() {
        ladder.begin(0);
        ladder.begin(4_999_999_999L);

        assertThat(ladder.advance(5_000_000_000L)).isTrue();
        assertThat(ladder.step()).isEqualTo(Step.STOP);
    }

    @Test
    void shouldEndWithKilling() {
        ladder.begin(0);
        long now = 0;
        for (Step expected : new Step[] {Step.STOP, Step.TERMINATE, Step.KILL}) {
            now += 10_000_000_000L;
            assertThat(ladder.advance(now)).isTrue();
            assertThat(ladder.step()).isEqualTo(expected);
        }

        assertThat(ladder.advance(now + 10_000_000_000L)).isFalse();
    }

    @Test
    void shouldSkipPatienceWhenHurried() {
        ladder.begin(0);
        ladder.hurry(1);
        assertThat(ladder.step()).isEqualTo(Step.TERMINATE);

        ladder.hurry(2);
        assertThat(ladder.step()).isEqualTo(Step.KILL);
    }
}
