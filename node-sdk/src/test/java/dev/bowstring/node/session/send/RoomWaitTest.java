package dev.bowstring.node.session.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.node.NodeException;
import dev.bowstring.node.SendResult;
import dev.bowstring.node.Stop;
import dev.bowstring.node.session.wait.FakeSignals;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class RoomWaitTest {
    private static final long SECOND = 1_000_000_000L;

    private final FakeSignals signals = new FakeSignals();
    private final List<String> said = new ArrayList<>();
    private long nowNs = 5 * SECOND;
    private long waitedNs;
    private long roomAtNs = Long.MAX_VALUE;
    private SendResult refusal;
    private int roomyAfter;
    private int tries;
    private final RoomWait room = new RoomWait(this::await, () -> nowNs, signals, ns -> waitedNs += ns);

    @Test
    void shouldNotWaitWhenThereIsRoom() {
        roomAtNs = 0;

        assertThat(send(Long.MAX_VALUE)).isEqualTo(SendResult.SENT);
        assertThat(waitedNs).isZero();
        assertThat(said).isEmpty();
    }

    @Test
    void shouldNotWaitForWhatWaitingCannotHelp() {
        refusal = SendResult.TOO_LARGE;

        assertThat(send(Long.MAX_VALUE)).isEqualTo(SendResult.TOO_LARGE);
        assertThat(waitedNs).isZero();
    }

    @Test
    void shouldNotWaitWithoutTime() {
        assertThat(send(0)).isEqualTo(SendResult.TIMEOUT);
        assertThat(waitedNs).isZero();
    }

    @Test
    void shouldSendOnceThereIsRoomAndCountTheTime() {
        roomAtNs = nowNs + SECOND / 2;

        assertThat(send(Long.MAX_VALUE)).isEqualTo(SendResult.SENT);
        assertThat(waitedNs).isEqualTo(SECOND / 2);
        assertThat(said).containsExactly("waits", "over");
    }

    @Test
    void shouldLetTheQueueDrainBeforeItTriesAgain() {
        roomyAfter = 40;

        assertThat(send(Long.MAX_VALUE)).isEqualTo(SendResult.SENT);
        assertThat(tries).isEqualTo(2);
    }

    @Test
    void shouldTakeTheFirstPlaceWhenNoMoreComeFree() {
        roomyAfter = Integer.MAX_VALUE;
        roomAtNs = nowNs + SECOND / 2;

        assertThat(send(Long.MAX_VALUE)).isEqualTo(SendResult.SENT);
    }

    @Test
    void shouldSayWhatItWaitsForEachSecondUntilItGoesOn() {
        roomAtNs = nowNs + 5 * SECOND / 2;

        assertThat(send(Long.MAX_VALUE)).isEqualTo(SendResult.SENT);
        assertThat(said).containsExactly("waits", "announced", "announced", "over");
    }

    @Test
    void shouldGiveUpInTime() {
        assertThat(send(2 * SECOND)).isEqualTo(SendResult.TIMEOUT);
        assertThat(nowNs).isEqualTo(7 * SECOND);
        assertThat(said).containsExactly("waits", "announced", "over");
    }

    @Test
    void shouldGiveUpBeforeItSaysAnything() {
        assertThat(send(SECOND / 10)).isEqualTo(SendResult.TIMEOUT);
        assertThat(said).containsExactly("waits", "over");
    }

    @Test
    void shouldStopWaitingAtStop() {
        signals.stop = Stop.Reason.REQUESTED;
        signals.told();

        assertThat(send(Long.MAX_VALUE)).isEqualTo(SendResult.STOPPING);
    }

    @Test
    void shouldStillSendAfterStopWhenThereIsRoom() {
        signals.stop = Stop.Reason.REQUESTED;
        signals.told();
        roomAtNs = 0;

        assertThat(send(Long.MAX_VALUE)).isEqualTo(SendResult.SENT);
    }

    @Test
    void shouldTellOfStopWhoeverWouldWait() {
        signals.stop = Stop.Reason.REQUESTED;
        roomAtNs = 0;

        assertThat(send(SECOND)).isEqualTo(SendResult.STOPPING);
        assertThat(send(0)).isEqualTo(SendResult.SENT);
        assertThat(tries).isEqualTo(1);
    }

    @Test
    void shouldFailWhenTheNodeIsClosedMeanwhile() {
        signals.closed = true;

        assertThatThrownBy(() -> send(Long.MAX_VALUE))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("closed while this message waited");
    }

    @Test
    void shouldFailWhenInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> send(SECOND)).isInstanceOf(NodeException.class).hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    private SendResult send(long timeoutNs) {
        return room.send(
                new RoomWait.Attempt() {
                    @Override
                    public SendResult tryOnce() {
                        tries++;
                        return nowNs >= roomAtNs ? SendResult.SENT : refusal;
                    }

                    @Override
                    public boolean isRoomy() {
                        if (roomyAfter == 0) {
                            return true;
                        }
                        roomyAfter--;
                        roomAtNs = roomyAfter == 0 ? 0 : roomAtNs;
                        return roomyAfter == 0;
                    }

                    @Override
                    public void beginWait() {
                        said.add("waits");
                    }

                    @Override
                    public void announce() {
                        said.add("announced");
                    }

                    @Override
                    public void endWait() {
                        said.add("over");
                    }
                },
                timeoutNs);
    }

    private boolean await(BooleanSupplier look, long deadlineNs) {
        if (!look.getAsBoolean()) {
            nowNs = Math.min(deadlineNs, Math.max(roomAtNs, nowNs));
        }
        return look.getAsBoolean();
    }
}
