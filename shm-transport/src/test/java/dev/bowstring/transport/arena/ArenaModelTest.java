package dev.bowstring.transport.arena;

import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Walks at random through all that an output does with its arena; {@code -Dbowstring.seed=N} replays one walk. */
class ArenaModelTest {
    private static final int STEPS = 30_000;

    static LongStream seeds() {
        Long replayed = Long.getLong("bowstring.seed");
        return replayed != null ? LongStream.of(replayed) : LongStream.rangeClosed(1, 10);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void shouldBehaveLikeAMapOfUnits(long seed) {
        ArenaWalk walk = new ArenaWalk(seed);
        int step = 0;
        try {
            for (; step < STEPS; step++) {
                walk.step();
            }
            walk.dropEverything();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("replay with -Dbowstring.seed=" + seed + ": step=" + step + ", op=" + walk.op, e);
        }
    }
}
