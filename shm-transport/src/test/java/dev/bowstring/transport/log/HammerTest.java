package dev.bowstring.transport.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.log.OutputPlan.ReaderPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Publisher and readers on real processors over real mapped files, as fast as they go, with delays now and then. */
@Timeout(300)
final class HammerTest {
    private static final int PINS = 4;
    private static final ReaderPlan LOSSY = new ReaderPlan("lossy/in", false, 1, PINS);
    private static final ReaderPlan BLOCKING = new ReaderPlan("blocking/in", true, 8, PINS);

    private static final int MOST_FOR_MUTANTS = 20_000_000;

    @TempDir
    private Path directory;

    private Hammer hammer(Hammer.ReaderMaker maker, ReaderPlan... readers) {
        return new Hammer(directory.resolve("run"), List.of(readers), maker);
    }

    @Test
    void shouldServeALossyReader() throws InterruptedException {
        try (Hammer hammer = hammer(Hammer.REAL, LOSSY)) {
            hammer.run(LogRuns.seeds(1_000_000));

            assertThat(hammer.damage()).isEmpty();
            Account account = hammer.account(0);
            assertThat(account.received()).isPositive().isEqualTo(hammer.received(0));
            assertThat(account.received() + account.dropped()).isEqualTo(account.published());
            assertThat(hammer.usedInTheEnd()).as("it has taken the last one").isZero();
        }
    }

    @Test
    void shouldServeABlockingReader() throws InterruptedException {
        try (Hammer hammer = hammer(Hammer.REAL, BLOCKING)) {
            hammer.run(LogRuns.seeds(1_000_000));

            assertThat(hammer.damage()).isEmpty();
            assertThat(hammer.received(0)).isEqualTo(LogRuns.seeds(1_000_000));
            assertThat(hammer.account(0)).isEqualTo(new Account(hammer.received(0), hammer.received(0), 0, 0, 0));
            assertThat(hammer.usedInTheEnd()).isZero();
        }
    }

    @Test
    void shouldServeBothAtOnce() throws InterruptedException {
        try (Hammer hammer = hammer(Hammer.REAL, BLOCKING, LOSSY)) {
            hammer.run(LogRuns.seeds(100_000));

            assertThat(hammer.damage()).isEmpty();
            assertThat(hammer.received(0)).isEqualTo(LogRuns.seeds(100_000));
            assertThat(hammer.account(1).received()).isEqualTo(hammer.received(1));
        }
    }

    /** Every pin waits in the processor's store buffer behind stores that miss every cache. */
    private static class SlowStores extends UnsafeBuffer {
        private static final int STORES = 24;
        private static final int STEP = 4096 + 64;

        private final byte[] scratch = new byte[16 << 20];
        private int at;

        SlowStores(AtomicBuffer readerFile) {
            super(readerFile, 0, readerFile.capacity());
        }

        final void fillStoreBuffer() {
            for (int i = 0; i < STORES; i++) {
                at = at + STEP & scratch.length - 1;
                scratch[at] = (byte) i;
            }
        }

        @Override
        public void putLongVolatile(int index, long value) {
            fillStoreBuffer();
            super.putLongVolatile(index, value);
        }
    }

    /** H1 without a fence. */
    private static final class PinRelease extends SlowStores {
        PinRelease(AtomicBuffer readerFile) {
            super(readerFile);
        }

        @Override
        public void putLongVolatile(int index, long value) {
            fillStoreBuffer();
            super.putLongRelease(index, value);
        }
    }

    /** H2 always says yes. */
    private static final class NoH2 extends UnsafeBuffer {
        NoH2(AtomicBuffer ring) {
            super(ring, 0, ring.capacity());
        }

        @Override
        public long getLongVolatile(int index) {
            return index == RingLayout.OLDEST ? 0 : super.getLongVolatile(index);
        }
    }

    static boolean twoProcessors() {
        return Runtime.getRuntime().availableProcessors() > 1;
    }

    private static Hammer.ReaderMaker over(
            UnaryOperator<AtomicBuffer> ringView, UnaryOperator<AtomicBuffer> readerFile) {
        return (ring, file, control, publisher) -> Hammer.REAL.make(
                new Reader.RingView(ringView.apply(ring.words()), ring.slots()),
                new Reader.ReaderFile(readerFile.apply(file.words()), file.pins(), file.number()),
                control,
                publisher);
    }

    @Test
    void shouldServeALossyReaderWhoseStoresAreSlow() throws InterruptedException {
        try (Hammer hammer = hammer(over(UnaryOperator.identity(), SlowStores::new), LOSSY)) {
            hammer.run(LogRuns.seeds(1_000_000));

            assertThat(hammer.damage()).isEmpty();
        }
    }

    @Test
    @EnabledIf("twoProcessors")
    void shouldNoticeThatH2IsMissing() throws InterruptedException {
        try (Hammer hammer = hammer(over(NoH2::new, SlowStores::new), LOSSY)) {
            hammer.run(MOST_FOR_MUTANTS);

            assertThat(hammer.damage()).isNotEmpty();
        }
    }

    @Test
    @EnabledIf("twoProcessors")
    void shouldNoticeThatH1HasNoFence() throws InterruptedException {
        try (Hammer hammer = hammer(over(UnaryOperator.identity(), PinRelease::new), LOSSY)) {
            hammer.run(MOST_FOR_MUTANTS);

            assertThat(hammer.damage()).isNotEmpty();
        }
    }
}
