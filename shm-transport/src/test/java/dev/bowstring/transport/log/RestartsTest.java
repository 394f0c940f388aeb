package dev.bowstring.transport.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.transport.layout.OutputControlLayout;
import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.segment.Fence;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class RestartsTest {
    private final AtomicBuffer ring = new UnsafeBuffer(new byte[(int) RingLayout.fileLength(64)]);
    private final AtomicBuffer control = new UnsafeBuffer(new byte[(int) OutputControlLayout.fileLength(1)]);
    private final SupervisedOutput supervisor = new SupervisedOutput(ring, control, List.of());
    private final Taken told = new Taken();

    private void restart(long number, long tail) {
        ring.putLong(RingLayout.TAIL, tail);
        supervisor.restarted(number, 1_000 + number);
    }

    private Restarts from(long cursor) {
        return new Restarts(new OutputControl(control), Fence.HARDWARE, cursor);
    }

    private String tell(Restarts restarts) {
        assertThat(restarts.tell(told)).isEqualTo(Poll.RESTARTED);
        return told.restarts() + " at " + told.sequence() + " time " + told.publishTimeNs();
    }

    @Test
    void shouldTellEachRestartOnceAndBeforeTheFirstMessageOfTheNewLife() {
        Restarts restarts = from(0);
        restart(1, 5);
        restart(2, 7);

        assertThat(restarts.due(4)).isFalse();
        assertThat(restarts.due(5)).isTrue();
        assertThat(tell(restarts)).isEqualTo("1 at 5 time 1001");
        assertThat(restarts.due(6)).isFalse();
        assertThat(restarts.due(7)).isTrue();
        assertThat(tell(restarts)).isEqualTo("2 at 7 time 1002");
        assertThat(restarts.due(100)).isFalse();
    }

    @Test
    void shouldTellRestartsTogetherThatHaveNoMessageBetweenThem() {
        Restarts restarts = from(0);
        restart(1, 5);
        restart(2, 5);
        restart(3, 6);

        assertThat(restarts.due(5)).isTrue();
        assertThat(tell(restarts)).isEqualTo("2 at 5 time 1002");
        assertThat(restarts.due(5)).isFalse();
        assertThat(restarts.due(6)).isTrue();
        assertThat(tell(restarts)).isEqualTo("3 at 6 time 1003");
    }

    @Test
    void shouldNotTellOfRestartsUpToWhereTheReaderBegins() {
        restart(1, 5);
        restart(2, 9);

        Restarts restarts = from(5);

        assertThat(restarts.due(8)).isFalse();
        assertThat(restarts.due(9)).isTrue();
        assertThat(tell(restarts)).isEqualTo("2 at 9 time 1002");
    }

    @Test
    void shouldTellWithTheOldestThatIsKeptThoseThatAreNot() {
        Restarts restarts = from(0);
        for (int number = 1; number <= 100; number++) {
            restart(number, 10L * number);
        }

        List<String> all = new ArrayList<>();
        while (restarts.due(5_000)) {
            all.add(tell(restarts));
        }

        assertThat(all).hasSize(31).startsWith("70 at 700 time 1070").endsWith("100 at 1000 time 1100");
    }

    @Test
    void shouldChangeNothingWhenARestartIsToldAgain() {
        restart(1, 5);
        ring.putLong(RingLayout.TAIL, 8); // as if the next life had sent already

        supervisor.restarted(1, 9_999);

        Restarts restarts = from(0);
        assertThat(restarts.due(5)).isTrue();
        assertThat(tell(restarts)).isEqualTo("1 at 5 time 1001");
    }

    @Test
    void shouldComeToAnEndWhateverTheWordsSay() {
        Restarts restarts = from(0);
        for (long garbage : new long[] {Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
            control.putLong(OutputControlLayout.RESTARTS, garbage);
            for (int looks = 0; looks < 100 && restarts.due(Long.MAX_VALUE); looks++) {
                restarts.tell(told);
            }
        }
        assertThat(from(0)).isNotNull();
    }
}
