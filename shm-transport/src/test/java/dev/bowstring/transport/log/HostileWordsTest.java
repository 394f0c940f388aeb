package dev.bowstring.transport.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.transport.arena.Block;
import dev.bowstring.transport.layout.MessageBlockLayout;
import dev.bowstring.transport.layout.ReaderLayout;
import dev.bowstring.transport.layout.RingLayout;
import java.util.Random;
import org.agrona.concurrent.AtomicBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** L9: whatever a broken node writes into its own files, the other end gets a result, no exception and no endless loop. */
@Timeout(60)
final class HostileWordsTest {
    private static final long SEED = Long.getLong("bowstring.seed", 7);

    private final Random random = new Random(SEED);

    private long odd() {
        long[] values = {
            0,
            1,
            -1,
            3,
            7,
            8,
            9,
            64,
            100,
            Integer.MAX_VALUE,
            1L << 32,
            (1L << 32) + 3,
            -(1L << 32) + 5,
            Long.MAX_VALUE,
            Long.MAX_VALUE - 1,
            Long.MIN_VALUE,
            random.nextLong()
        };
        return values[random.nextInt(values.length)];
    }

    @Test
    void shouldSurviveAnyReaderFile() {
        for (int round = 0; round < 1_000; round++) {
            HeapOutput output = new HeapOutput(2, 8192, 1);
            output.supervised.declareReader(0, "r0/in", true, 2);
            output.supervised.declareReader(1, "r1/in", false, 2);
            HeapOutput.Life life = output.recover();
            long sent = 0;
            for (int i = 0; i < 40; i++) {
                AtomicBuffer file = output.readers.get(random.nextInt(2));
                file.putLong(ReaderLayout.CURSOR, odd());
                file.putLong(ReaderLayout.RECEIVED, odd());
                file.putLong(ReaderLayout.pin(random.nextInt(HeapOutput.PINS)), odd());
                sent += send(life) ? 1 : 0;
                output.supervised.account(0);
                long tail = output.ring.getLong(RingLayout.TAIL);
                assertThat(tail).as("seed=%s", SEED).isEqualTo(sent);
                assertThat(tail - output.ring.getLong(RingLayout.OLDEST))
                        .as("seed=%s", SEED)
                        .isBetween(0L, (long) HeapOutput.SLOTS);
            }
        }
    }

    private static boolean send(HeapOutput.Life life) {
        Block block = life.memory.find(2048);
        block = block != null ? block : life.memory.evict(2048);
        if (block == null) {
            return false;
        }
        block.buffer().setMemory((int) block.offset(), MessageBlockLayout.HEADER_LENGTH, (byte) 0);
        block.buffer().putInt((int) block.offset() + MessageBlockLayout.TOTAL_BYTES, 2048);
        if (life.publisher.publish(new Payload(block).describe(2048, 0, 0, 0)) == Room.ROOM) {
            return true;
        }
        life.arena.drop(block);
        return false;
    }

    @Test
    void shouldSurviveAnyRing() {
        HeapOutput output = new HeapOutput(1, 8192, 1);
        Taken taken = new Taken();
        int corrupt = 0;
        for (int round = 0; round < 20_000; round++) {
            if (round % 2 == 0) {
                output.readers.get(0).putLong(ReaderLayout.CURSOR, random.nextInt(4));
            }
            output.window(odd(), odd());
            output.ring.putLong(RingLayout.CLOSED_AT, odd());
            for (int i = 0; i < 4; i++) {
                int slot = RingLayout.slot(random.nextInt(8), HeapOutput.SLOTS);
                output.ring.putLong(slot + 8 * random.nextInt(8), odd());
            }
            Reader reader = output.reader(0);
            for (int i = 0; i < 3; i++) {
                reader.headTimeNs();
                Poll poll = reader.poll(taken);
                if (poll == Poll.TAKEN) {
                    assertThat(taken.offset()).isBetween(128L, 8192L - taken.length());
                    reader.release(taken.pin());
                }
                corrupt += poll == Poll.CORRUPT ? 1 : 0;
            }
        }
        assertThat(corrupt).as("seed=%s", SEED).isPositive();
    }
}
