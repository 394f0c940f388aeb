package dev.bowstring.transport.doorbell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

final class AdaptiveSpinTest {
    private static final BooleanSupplier NEVER = () -> false;
    private long nowNs;
    private final AdaptiveSpin spin = new AdaptiveSpin(() -> nowNs += 100);

    private long timeOf(BooleanSupplier look) {
        long startNs = nowNs;
        spin.spin(look, Long.MAX_VALUE);
        return nowNs - startNs;
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            spin.spin(NEVER, Long.MAX_VALUE);
        }
    }

    @Test
    void shouldSpinForABoundedTimeAtFirst() {
        assertThat(timeOf(NEVER)).isBetween(AdaptiveSpin.MAX_NS, AdaptiveSpin.MAX_NS + 200);
    }

    @Test
    void shouldSpinLessAndLessWhileThatDoesNotHelp() {
        fail(2 * AdaptiveSpin.TRIES_PER_PROBE + 8);

        assertThat(timeOf(NEVER)).isLessThan(AdaptiveSpin.MIN_NS + 300);
    }

    @Test
    void shouldTryAFullSpinNowAndThen() {
        fail(3 * AdaptiveSpin.TRIES_PER_PROBE - 1);

        assertThat(timeOf(NEVER)).isGreaterThanOrEqualTo(AdaptiveSpin.MAX_NS);
    }

    @Test
    void shouldSpinLongerOnceItHelps() {
        fail(3 * AdaptiveSpin.TRIES_PER_PROBE);
        long shortNs = timeOf(NEVER);

        spin.spin(() -> true, Long.MAX_VALUE);

        assertThat(timeOf(NEVER)).isGreaterThan(shortNs + shortNs / 2);
    }

    @Test
    void shouldTakeItAsHelpIfSomethingCameWhileOthersUsedUpTheTime() {
        AdaptiveSpin interrupted = new AdaptiveSpin(() -> nowNs += 2 * AdaptiveSpin.MAX_NS);

        assertThat(interrupted.spin(() -> nowNs > 3 * AdaptiveSpin.MAX_NS, Long.MAX_VALUE))
                .isTrue();
    }

    @Test
    void shouldNotSpinBeyondTheDeadline() {
        spin.spin(NEVER, nowNs + 1_000);

        assertThat(nowNs).isLessThan(1_500);
    }
}
