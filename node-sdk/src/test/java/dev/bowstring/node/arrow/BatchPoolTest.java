package dev.bowstring.node.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which memory the sets of a pooled batch take, and when again. */
@Timeout(60)
class BatchPoolTest {
    @TempDir
    Path directory;

    /** What was read last is in the cache of whoever has read it: a large set has time to leave it. */
    @Test
    void shouldLetLargeSetsTakeTurnsAndUseASmallOneAgain() {
        assertThat(soonestAgain(16, 32 << 20)).isLessThan(4);
        assertThat(soonestAgain(64 << 10, 32 << 20)).isGreaterThan(8);
        assertThat(soonestAgain(1 << 20, 32 << 20)).as("more than caches hold").isLessThan(5);
    }

    @Test
    void shouldNotGiveSetsUpForMoreOfThemWhereMemoryIsShort() {
        int sets = 0;
        try (LocalEdge edge = new LocalEdge(directory, true, 2, 1 << 20, 1 << 20)) {
            for (int round = 0; round < 200; round++) {
                turn(edge, 64 << 10, round);
                edge.receive().close();
                sets += edge.taken.describedSince() == edge.taken.sequence() ? 1 : 0;
            }
        }
        assertThat(sets).isLessThan(20);
    }

    /** After how many messages memory was used again at the soonest, of messages of so many bytes. */
    private int soonestAgain(int bytes, int arena) {
        Map<Long, Integer> last = new HashMap<>();
        int soonest = Integer.MAX_VALUE;
        try (LocalEdge edge = new LocalEdge(directory.resolve("of-" + bytes), true, 2, arena, arena)) {
            for (int round = 0; round < 100; round++) {
                Integer before = last.put(turn(edge, bytes, round), round);
                soonest = Math.min(soonest, before == null ? soonest : round - before);
                edge.receive().close();
            }
        }
        return soonest;
    }

    /** Sends so many bytes; where they lie. */
    private static long turn(LocalEdge edge, int bytes, long value) {
        ArrowBatch batch = edge.output.batch(LocalEdge.LONGS, false);
        BigIntVector longs = (BigIntVector) batch.root().getVector(0);
        longs.setSafe(bytes / Long.BYTES - 1, value);
        batch.root().setRowCount(bytes / Long.BYTES);
        long address = longs.getDataBufferAddress();
        edge.send(batch);
        return address;
    }
}
