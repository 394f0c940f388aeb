package dev.bowstring.examples.async;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.arrow.vector.SmallIntVector;

/** Stands for a service somewhere else, which answers after 1 to 20 ms, in any order. */
final class EmissionsService {
    private static final int SLOWEST_MS = 20;
    private static final long SEED = 14;

    private final Random random = new Random(SEED);
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();

    /** The kilograms of CO2 for flights of so many miles. The miles are read when the service gets to it. */
    CompletionStage<List<Long>> lookUp(SmallIntVector miles) {
        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        int delayMs = 1 + random.nextInt(SLOWEST_MS);
        return CompletableFuture.supplyAsync(
                () -> answer(miles), CompletableFuture.delayedExecutor(delayMs, TimeUnit.MILLISECONDS));
    }

    private List<Long> answer(SmallIntVector miles) {
        open.decrementAndGet();
        return IntStream.range(0, miles.getValueCount())
                .mapToObj(row -> kilograms(miles.get(row)))
                .toList();
    }

    /** 50 for the start, and 0.1 a mile. */
    static long kilograms(int miles) {
        return 50L + miles / 10;
    }

    /** How many lookups were open at a time. */
    int mostOpen() {
        return mostOpen.get();
    }
}
