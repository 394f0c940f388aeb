package dev.bowstring.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestartHistoryTest {
    private static final long MS = 1_000_000L;
    private static final Exit CRASH = new Exit(false, 5 * MS, false);
    private static final Exit CRASH_AT_START = new Exit(false, Exit.NEVER_READY, false);

    private static RestartHistory of(RestartPolicy policy, int most, long delayMs, long maxDelayMs, long windowMs) {
        long windowNs = windowMs == 0 ? RestartRules.WHOLE_RUN : windowMs * MS;
        return new RestartHistory(new RestartRules(policy, most, delayMs * MS, maxDelayMs * MS, windowNs));
    }

    private static long delayMs(RestartHistory history, Exit exit, long nowMs, double chance) {
        return ((Verdict.Restart) history.after(exit, nowMs * MS, chance)).delayNs() / MS;
    }

    @ParameterizedTest
    @CsvSource({
        "NEVER,      false, false, false",
        "NEVER,      true,  false, false",
        "ON_FAILURE, false, false, true",
        "ON_FAILURE, false, true,  true",
        "ON_FAILURE, true,  false, false",
        "ON_FAILURE, true,  true,  false",
        "ALWAYS,     false, false, true",
        "ALWAYS,     false, true,  true",
        "ALWAYS,     true,  false, true",
        "ALWAYS,     true,  true,  false"
    })
    void shouldRestartAsThePolicySays(RestartPolicy policy, boolean well, boolean inputsOver, boolean restarts) {
        RestartHistory history = of(policy, 0, 100, 1_000, 0);

        Verdict verdict = history.after(new Exit(well, 0, inputsOver), 0, 0);

        assertThat(verdict instanceof Verdict.Restart).isEqualTo(restarts);
        assertThat(verdict instanceof Verdict.Final).isEqualTo(!restarts);
    }

    @Test
    void shouldDoubleTheDelayUpToTheLongest() {
        RestartHistory history = of(RestartPolicy.ON_FAILURE, 0, 100, 1_000, 0);

        List<Long> delays = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            delays.add(delayMs(history, CRASH, i, 0));
        }

        assertThat(delays).startsWith(100L, 200L, 400L, 800L, 1_000L, 1_000L).endsWith(1_000L);
    }

    @Test
    void shouldBeginAnewOnceAProcessHasBeenReadyForLong() {
        RestartHistory history = of(RestartPolicy.ON_FAILURE, 0, 100, 1_000, 0);
        delayMs(history, CRASH, 0, 0);
        delayMs(history, CRASH, 0, 0);

        assertThat(delayMs(history, new Exit(false, 10_000 * MS, false), 0, 0)).isEqualTo(400);
        assertThat(delayMs(history, new Exit(false, 10_001 * MS, false), 0, 0)).isEqualTo(100);
        assertThat(delayMs(history, CRASH, 0, 0)).isEqualTo(200);
    }

    @Test
    void shouldLeaveAQuarterOfTheDelayToChance() {
        assertThat(delayMs(of(RestartPolicy.ON_FAILURE, 0, 1_000, 1_000, 0), CRASH, 0, 0.5))
                .isEqualTo(875);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 1_000; i++) {
            assertThat(delayMs(of(RestartPolicy.ON_FAILURE, 0, 1_000, 1_000, 0), CRASH, 0, random.nextDouble()))
                    .isBetween(750L, 1_000L);
        }
    }

    @Test
    void shouldWaitForASecondAtLeastBeforeWhatNeverGotReadyIsStartedAgain() {
        RestartHistory history = of(RestartPolicy.ON_FAILURE, 0, 0, 0, 0);

        assertThat(delayMs(history, CRASH_AT_START, 0, 0.9)).isEqualTo(1_000);
        assertThat(delayMs(history, CRASH, 0, 0.9)).isZero();
    }

    @Test
    void shouldGiveUpAfterSoManyRestartsInTheRun() {
        RestartHistory history = of(RestartPolicy.ALWAYS, 3, 0, 0, 0);
        for (int count = 1; count <= 3; count++) {
            assertThat(history.after(CRASH, count, 0)).isEqualTo(new Verdict.Restart(0, count));
        }

        assertThat(history.after(CRASH, Long.MAX_VALUE, 0)).isEqualTo(new Verdict.GivenUp(3));
    }

    @Test
    void shouldCountTheRestartsOfTheWindowAlone() {
        RestartHistory history = of(RestartPolicy.ON_FAILURE, 2, 0, 0, 1_000);
        history.after(CRASH, 0, 0);
        history.after(CRASH, 500 * MS, 0);

        assertThat(history.after(CRASH, 999 * MS, 0)).isEqualTo(new Verdict.GivenUp(2));
        assertThat(history.after(CRASH, 1_000 * MS, 0)).isEqualTo(new Verdict.Restart(0, 2));
        assertThat(history.after(CRASH, 1_499 * MS, 0)).isEqualTo(new Verdict.GivenUp(2));
    }

    @Test
    void shouldNotCareWhereTheClockBegins() {
        RestartHistory history = of(RestartPolicy.ON_FAILURE, 1, 0, 0, 1_000);
        long begin = Long.MAX_VALUE - 5;

        history.after(CRASH, begin, 0);

        assertThat(history.after(CRASH, begin + 999 * MS, 0)).isEqualTo(new Verdict.GivenUp(1));
        assertThat(history.after(CRASH, begin + 1_000 * MS, 0)).isEqualTo(new Verdict.Restart(0, 1));
    }

    @Test
    void shouldLetNoMoreThanSoManyProcessesStartWithinASecond() {
        SpawnLimit limit = new SpawnLimit();
        for (int i = 0; i < SpawnLimit.MOST; i++) {
            assertThat(limit.tryTake(i)).isTrue();
        }

        assertThat(limit.tryTake(999 * MS)).isFalse();
        assertThat(limit.nextNs(999 * MS)).isEqualTo(1_000 * MS);
        assertThat(limit.tryTake(1_000 * MS)).isTrue();
        assertThat(limit.tryTake(1_000 * MS)).isFalse();
        assertThat(limit.tryTake(1_000 * MS + 1)).isTrue();
    }
}
