package dev.bowstring.transport.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.transport.doorbell.Doorbell;
import dev.bowstring.transport.doorbell.Futex;
import dev.bowstring.transport.layout.DoorbellLayout;
import dev.bowstring.transport.segment.Fence;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** How often a publisher that sleeps for room all the time is woken. */
final class RoomBellTest {
    private final UnsafeBuffer page = new UnsafeBuffer(new byte[DoorbellLayout.FILE_LENGTH]);
    private int fences;
    private int wakes;

    private final Doorbell publisher = new Doorbell(page, new Futex() {
        @Override
        public int await(long address, int expected, long timeoutNs) {
            return WOKEN;
        }

        @Override
        public void wakeAll(long address) {
            wakes++;
        }
    });

    private final Fence counted = new Fence() {
        @Override
        public void full() {
            fences++;
        }

        @Override
        public void load() {}
    };

    private RoomBell bell(boolean firm, int queueSize) {
        page.putLong(DoorbellLayout.WAITING_ROOM, 1);
        RoomBell bell = new RoomBell(publisher, counted, firm, queueSize);
        bell.consumer(Thread.currentThread());
        return bell;
    }

    private static void takeAndRelease(RoomBell bell, int messages) {
        for (int i = 0; i < messages; i++) {
            bell.taken();
            bell.released();
        }
    }

    @Test
    void shouldWakeItOnceForManyMessagesOfALongQueue() {
        takeAndRelease(bell(true, 1000), 6400);

        assertThat(wakes).isEqualTo(100);
        assertThat(fences).isEqualTo(100);
    }

    @Test
    void shouldWakeItForEachMessageOfAShortQueue() {
        takeAndRelease(bell(true, 10), 100);

        assertThat(wakes).isEqualTo(100);
    }

    @Test
    void shouldWakeItOnceNothingIsLeftToTake() {
        RoomBell bell = bell(true, 1000);
        takeAndRelease(bell, 3);
        assertThat(wakes).isZero();

        bell.idle();
        bell.idle();
        assertThat(wakes).isEqualTo(1);

        bell.released(); // of what was taken before
        bell.idle();
        assertThat(wakes).isEqualTo(2);
    }

    @Test
    void shouldWakeItAtOnceWhereAnotherThreadLetsGo() throws InterruptedException {
        RoomBell bell = bell(true, 1000);

        Thread other = new Thread(bell::released);
        other.start();
        other.join();

        assertThat(wakes).isEqualTo(1);
    }

    @Test
    void shouldLookEachTimeOnAnEdgeThatMayBeDemoted() {
        takeAndRelease(bell(false, 1000), 100);

        assertThat(wakes).isEqualTo(200);
    }
}
