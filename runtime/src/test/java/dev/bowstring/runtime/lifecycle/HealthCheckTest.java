package dev.bowstring.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HealthCheckTest {
    private static final long BEGIN = Long.parseLong("9223372036854775797"); // nobody may care where the clock begins

    private final HealthCheck check = new HealthCheck(1_000, 7, BEGIN);

    @Test
    void shouldFailOnceItHasStoodStillForSoLong() {
        assertThat(check.failed(7, false, BEGIN + 999)).isFalse();
        assertThat(check.untilNextNs(BEGIN + 999)).isEqualTo(1);
        assertThat(check.failed(7, false, BEGIN + 1_000)).isTrue();
    }

    @Test
    void shouldNotFailWhileItGoesOn() {
        for (int time = 0; time < 100_000; time += 250) {
            assertThat(check.failed(time / 750, false, BEGIN + time)).isFalse();
        }
    }

    @Test
    void shouldNotFailWhileNothingIsToBeExpected() {
        for (int time = 0; time < 10_000; time += 250) {
            assertThat(check.failed(7, true, BEGIN + time)).isFalse();
        }
        assertThat(check.failed(7, false, BEGIN + 10_749)).isFalse();
        assertThat(check.failed(7, false, BEGIN + 10_750)).isTrue();
    }

    @Test
    void shouldLookFourTimesInItsTime() {
        assertThat(check.untilNextNs(BEGIN)).isEqualTo(250);
        assertThat(check.failed(7, false, BEGIN + 250)).isFalse();
        assertThat(check.untilNextNs(BEGIN + 300)).isEqualTo(200);
        assertThat(check.untilNextNs(BEGIN + 3_000)).isZero();
    }
}
