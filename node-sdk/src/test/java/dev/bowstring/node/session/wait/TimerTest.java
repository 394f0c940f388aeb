package dev.bowstring.node.session.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.node.Tick;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimerTest {
    private static final long START = 1_000;
    private static final long PERIOD = 100;

    private long nowNs = START;
    private int rearmed;
    private final NodeTimer timer = started(PERIOD, START);

    private NodeTimer started(long periodNs, long startNs) {
        NodeTimer fresh = new NodeTimer("beat", () -> nowNs, () -> rearmed++);
        fresh.start(startNs, periodNs);
        return fresh;
    }

    @Test
    void shouldTickForTheFirstTimeOnePeriodAfterTheStart() {
        assertThat(timer.deadlineNs()).isEqualTo(1_100);
        assertThat(timer.fire(1_100)).isEqualTo(new Tick("beat", 0, 1_100));
        assertThat(timer.deadlineNs()).isEqualTo(1_200);
    }

    @Test
    void shouldCountTheTicksThatWereMissedAndStayOnTheGrid() {
        assertThat(timer.fire(1_450)).isEqualTo(new Tick("beat", 3, 1_400));
        assertThat(timer.deadlineNs()).isEqualTo(1_500);
    }

    @Test
    void shouldNotDriftInAnHourOfLateTicks() {
        NodeTimer everyMillisecond = started(1_000_000, 0);
        long ticks = 0;
        for (long nowNs = 0; nowNs <= 3_600_000_000_000L; nowNs += 1_234_567) {
            while (everyMillisecond.deadlineNs() <= nowNs) {
                Tick tick = everyMillisecond.fire(nowNs);
                ticks += 1 + tick.missed();
                assertThat(tick.scheduledNs() % 1_000_000).isZero();
                assertThat(nowNs - tick.scheduledNs()).isBetween(0L, 999_999L);
            }
        }
        assertThat(everyMillisecond.deadlineNs()).isEqualTo((ticks + 1) * 1_000_000);
        assertThat(ticks).isBetween(3_599_998L, 3_600_000L);
    }

    @Test
    void shouldRefuseAPeriodThatWouldNeverPass() {
        assertThatThrownBy(() -> started(0, START)).hasMessageContaining("periodNs=0");
        assertThatThrownBy(() -> timer.every(Duration.ZERO)).hasMessageContaining("timer 'beat'");
    }

    @Test
    void shouldTickNoMoreOnceItIsCancelled() {
        timer.cancel();

        assertThat(timer.deadlineNs()).isEqualTo(NodeTimer.IDLE);
        assertThat(timer.fire(10_000)).isNull();
    }

    @Test
    void shouldTickOnceAfterADelay() {
        timer.after(Duration.ofNanos(50));

        assertThat(timer.fire(1_049)).isNull();
        assertThat(timer.fire(1_070)).isEqualTo(new Tick("beat", 0, 1_050));
        assertThat(timer.fire(9_000)).isNull();
        assertThat(rearmed).isEqualTo(1);
    }

    @Test
    void shouldTickAtTheNewPeriodFromTheMomentItIsArmedAgain() {
        nowNs = 1_250;
        timer.every(Duration.ofNanos(10));

        assertThat(timer.fire(1_259)).isNull();
        assertThat(timer.fire(1_281)).isEqualTo(new Tick("beat", 2, 1_280));
        assertThat(timer.deadlineNs()).isEqualTo(1_290);
    }
}
