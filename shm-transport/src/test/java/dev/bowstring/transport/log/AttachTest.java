package dev.bowstring.transport.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.transport.layout.OutputControlLayout;
import dev.bowstring.transport.layout.ReaderLayout;
import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.segment.Fence;
import java.util.List;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the words are after an attach; how they get there is seen by {@link AttachInterleavingTest}. */
class AttachTest {
    private static final int PINS = 4;
    private static final int READER = OutputControlLayout.reader(0);

    private final AtomicBuffer ring = new UnsafeBuffer(new byte[(int) RingLayout.fileLength(64)]);
    private final AtomicBuffer control = new UnsafeBuffer(new byte[(int) OutputControlLayout.fileLength(1)]);
    private final AtomicBuffer reader = new UnsafeBuffer(new byte[(int) ReaderLayout.fileLength(PINS)]);
    private final SupervisedOutput output = new SupervisedOutput(ring, control, List.of(reader));

    @BeforeEach
    void reserve() {
        output.limitPins(0, PINS);
        output.reserveReader(0, "probe/in", 3);
    }

    @Test
    void shouldBeFreeAndNamedBeforeTheFirstAttach() {
        assertThat(word(OutputControlLayout.READER_MODE)).isEqualTo(OutputControlLayout.FREE);
        assertThat(word(OutputControlLayout.READER_OPEN)).isZero();
        assertThat(word(OutputControlLayout.READER_QUEUE_SIZE)).isEqualTo(3);
        assertThat(new OutputControl(control).name(0)).isEqualTo("probe/in");
    }

    @Test
    void shouldForgetTheProcessBeforeAndBeginBehindTheLastMessage() {
        ring.putLong(RingLayout.TAIL, 7);
        reader.putLong(ReaderLayout.START, 1);
        reader.putLong(ReaderLayout.CURSOR, 5);
        reader.putLong(ReaderLayout.RECEIVED, 4);
        reader.putLong(ReaderLayout.pin(3), 99);

        output.attach(0, true, Fence.HARDWARE);

        assertThat(reader.getLong(ReaderLayout.START)).isEqualTo(7);
        assertThat(reader.getLong(ReaderLayout.CURSOR)).isEqualTo(7);
        assertThat(reader.getLong(ReaderLayout.RECEIVED)).isZero();
        assertThat(reader.getLong(ReaderLayout.pin(3))).isZero();
        assertThat(word(OutputControlLayout.READER_MODE)).isEqualTo(OutputControlLayout.BLOCKING);
        assertThat(word(OutputControlLayout.READER_OPEN)).isEqualTo(1);
        assertThat(control.getLong(OutputControlLayout.GENERATION)).isEqualTo(1);
        assertThat(output.account(0)).isEqualTo(new Account(0, 0, 0, 0, 0));
    }

    @Test
    void shouldBeClosedAgainWhenItIsFreed() {
        output.attach(0, false, Fence.HARDWARE);

        output.free(0);

        assertThat(word(OutputControlLayout.READER_MODE)).isEqualTo(OutputControlLayout.FREE);
        assertThat(word(OutputControlLayout.READER_OPEN)).isZero();
        assertThat(control.getLong(OutputControlLayout.GENERATION)).isEqualTo(2);
    }

    @Test
    void shouldDemoteWithoutTouchingWhatTheReaderHolds() {
        output.attach(0, true, Fence.HARDWARE);
        reader.putLong(ReaderLayout.pin(0), 99);

        output.demote(0);
        output.demote(0);

        assertThat(word(OutputControlLayout.READER_MODE)).isEqualTo(OutputControlLayout.LOSSY);
        assertThat(word(OutputControlLayout.READER_OPEN)).isEqualTo(1);
        assertThat(control.getLong(OutputControlLayout.GENERATION))
                .as("a second pass changes nothing")
                .isEqualTo(2);
        assertThat(reader.getLong(ReaderLayout.pin(0))).isEqualTo(99);
    }

    @Test
    void shouldSettleWhatNobodyWillRead() {
        Account first = new Account(10, 4, 3, 3, 1).settled();

        assertThat(first).isEqualTo(new Account(10, 4, 6, 0, 0));
        assertThat(first.plus(new Account(2, 1, 0, 1, 1))).isEqualTo(new Account(12, 5, 6, 1, 1));
    }

    @Test
    void shouldMakeRingsLargeEnoughForThoseThatAttachLater() {
        OutputPlan.ReaderPlan later = new OutputPlan.ReaderPlan("probe/in", true, 1000, 1, true, false);

        assertThat(new OutputPlan("source", "out", List.of(later), 1 << 16, 1 << 16).slots())
                .isEqualTo(4096);
    }

    @Test
    void shouldHoldUpItsPublisherWithAFullQueueOrTheMemoryThatIsMissing() {
        output.attach(0, true, Fence.HARDWARE);
        ring.putLong(RingLayout.TAIL, 2);
        assertThat(output.holdsUp(0)).as("two of three").isFalse();

        ring.putLong(RingLayout.WAITS_FOR, new Waiting(Waiting.Kind.MEMORY, 0, 64).encode());
        assertThat(output.holdsUp(0)).as("memory").isTrue();
        reader.putLong(ReaderLayout.CURSOR, 2);
        assertThat(output.holdsUp(0)).as("it has given back everything since").isFalse();
        reader.putLong(ReaderLayout.pin(PINS - 1), 99);
        assertThat(output.holdsUp(0)).as("but for one that it keeps").isTrue();
        reader.putLong(ReaderLayout.CURSOR, 0);
        ring.putLong(RingLayout.WAITS_FOR, new Waiting(Waiting.Kind.MEMORY, Waiting.NO_READER, 64).encode());
        assertThat(output.holdsUp(0)).as("memory of nobody in particular").isFalse();
        ring.putLong(RingLayout.TAIL, 3);
        assertThat(output.holdsUp(0)).as("three of three").isTrue();

        output.demote(0);
        assertThat(output.lossy(0)).isTrue();
        assertThat(output.holdsUp(0)).as("nobody waits for it").isFalse();
    }

    @Test
    void shouldForgetTheWaitsOfAPublisherThatIsGone() {
        ring.putLong(RingLayout.WAITS_FOR, new Waiting(Waiting.Kind.QUEUE, 0, 0).encode());
        ring.putLong(RingLayout.WAITS_SINCE, 5);

        output.endWaits();

        assertThat(output.waitsSinceNs()).isZero();
        assertThat(output.waitsFor()).isEqualTo(Waiting.NOTHING);
    }

    private long word(int offset) {
        return control.getLong(READER + offset);
    }
}
