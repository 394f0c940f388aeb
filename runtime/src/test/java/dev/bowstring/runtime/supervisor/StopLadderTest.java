package dev.bowstring.runtime.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.runtime.supervisor.StopLadder.Step;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StopLadderTest {
    private final StopLadder ladder = new StopLadder(Duration.ofSeconds(5));

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
    void shouldGiveAsMuchGraceAsIsSaid() {
        StopLadder patient = new StopLadder(Duration.ofMinutes(1));
        patient.begin(0);
        assertThat(patient.advance(59_999_999_999L)).isFalse();
        assertThat(patient.advance(60_000_000_000L)).isTrue();

        StopLadder hasty = new StopLadder(Duration.ZERO);
        hasty.begin(7);
        assertThat(hasty.advance(7)).isTrue();
        assertThat(hasty.step()).isEqualTo(Step.STOP);
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
