package dev.bowstring.transport.doorbell;

import java.util.function.BooleanSupplier;
import org.agrona.concurrent.NanoClock;

/**
 * Spins for a bounded time that doubles when it helped and shrinks by an eighth when it did not. Now and then it spins for
 * the longest time all the same, since a wait that has become short again would otherwise never be noticed.
 *
 * <p>Threads that share one race on its fields; a lost update only makes one spin longer or shorter.
 */
final class AdaptiveSpin implements Spin {
    static final long MAX_NS = 50_000;
    static final long MIN_NS = 1_000;
    static final int TRIES_PER_PROBE = 32;
    private static final int LOOKS_PER_YIELD = 16;

    private final NanoClock clock;
    private long boundNs = MAX_NS;
    private int failures;

    AdaptiveSpin(NanoClock clock) {
        this.clock = clock;
    }

    @Override
    public boolean spin(BooleanSupplier look, long deadlineNs) {
        long startNs = clock.nanoTime();
        long boundNs = failures % TRIES_PER_PROBE == TRIES_PER_PROBE - 1 ? MAX_NS : this.boundNs;
        long endNs = Math.min(startNs + boundNs, deadlineNs);
        boolean helped = spinUntil(endNs, look);
        if (helped) {
            this.boundNs = Math.min(MAX_NS, 2 * Math.max(this.boundNs, clock.nanoTime() - startNs));
            failures = 0;
        } else {
            this.boundNs = Math.max(MIN_NS, this.boundNs - this.boundNs / 8);
            failures++;
        }
        return helped;
    }

    /**
     * Lets others run between bursts of looks: the one that will ring may be waiting for this very processor. Where the
     * scheduler had put both on one, that took the p99 of a ping-pong from 31 to 4 us.
     */
    @SuppressWarnings("ThreadPriorityCheck") // only a spin that is about to sleep relies on it
    private boolean spinUntil(long endNs, BooleanSupplier look) {
        do {
            for (int i = 0; i < LOOKS_PER_YIELD; i++) {
                Thread.onSpinWait();
                if (look.getAsBoolean()) {
                    return true;
                }
            }
            Thread.yield();
        } while (endNs - clock.nanoTime() > 0);
        return look.getAsBoolean(); // whoever ran meanwhile may have used up the time, and rung
    }
}
