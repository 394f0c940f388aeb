package dev.bowstring.transport.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.transport.doorbell.Doorbell;
import dev.bowstring.transport.doorbell.Futex;
import dev.bowstring.transport.layout.DoorbellLayout;
import dev.bowstring.transport.layout.HeaderLayout;
import dev.bowstring.transport.layout.MessageBlockLayout;
import dev.bowstring.transport.layout.OutputControlLayout;
import dev.bowstring.transport.layout.ReaderLayout;
import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.segment.Fence;
import java.util.List;
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
    void shouldWakeItBeforeAnAtLeastOnceReaderHasEmptiedTheQueue() {
        Reader reader = readerOfAFullQueue(16, true);
        page.putLong(DoorbellLayout.WAITING_ROOM, 1);
        Taken taken = new Taken();
        for (int i = 0; i < 15; i++) {
            assertThat(reader.poll(taken)).isEqualTo(Poll.TAKEN);
            reader.finished(taken);
        }

        assertThat(wakes).as("once in an eighth of the queue").isEqualTo(7);
    }

    @Test
    void shouldWakeItAtOnceWhereTheFormerConsumerLetsGo() throws InterruptedException {
        Reader reader = readerOfAFullQueue(16, false);
        page.putLong(DoorbellLayout.WAITING_ROOM, 1);
        Taken taken = new Taken();
        assertThat(reader.poll(taken)).isEqualTo(Poll.TAKEN);
        Thread next = new Thread(reader::headTimeNs);
        next.start();
        next.join();
        assertThat(wakes).isZero();

        reader.release(taken.pin());

        assertThat(wakes).isEqualTo(1);
    }

    /** Of a firm edge. */
    private Reader readerOfAFullQueue(int queueSize, boolean atLeastOnce) {
        UnsafeBuffer ring = new UnsafeBuffer(new byte[(int) RingLayout.fileLength(queueSize)]);
        UnsafeBuffer control = new UnsafeBuffer(new byte[(int) OutputControlLayout.fileLength(1)]);
        UnsafeBuffer file = new UnsafeBuffer(new byte[(int) ReaderLayout.fileLength(1)]);
        SupervisedOutput supervised = new SupervisedOutput(ring, control, List.of(file));
        supervised.addArena(1 << 20);
        supervised.declareReader(0, "sink/in", true, queueSize);
        supervised.promise(0);
        for (int sequence = 0; sequence < queueSize; sequence++) {
            int slot = RingLayout.slot(sequence, queueSize);
            ring.putLong(slot + RingLayout.SLOT_SEQUENCE, sequence);
            ring.putLong(slot + RingLayout.SLOT_OFFSET, HeaderLayout.LENGTH);
            ring.putInt(slot + RingLayout.SLOT_MESSAGE_LENGTH, MessageBlockLayout.HEADER_LENGTH);
        }
        ring.putLong(RingLayout.TAIL, queueSize);
        return new Reader(
                new Reader.RingView(ring, queueSize),
                new Reader.ReaderFile(file, 1, 0),
                new OutputControl(control),
                publisher,
                counted,
                atLeastOnce);
    }

    @Test
    void shouldLookEachTimeOnAnEdgeThatMayBeDemoted() {
        takeAndRelease(bell(false, 1000), 100);

        assertThat(wakes).isEqualTo(200);
    }
}
