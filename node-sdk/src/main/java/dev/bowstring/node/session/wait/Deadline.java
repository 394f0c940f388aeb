package dev.bowstring.node.session.wait;

import java.time.Duration;

/** Times from now on a clock of nanoseconds, however far away. */
public final class Deadline {

    private static final long MOST_SECONDS = Long.MAX_VALUE / 1_000_000_000L;

    private Deadline() {}

    /** A Duration holds more than a long has nanoseconds: then it is for ever, or over long ago. */
    public static long nanos(Duration duration) {
        if (Math.abs((double) duration.toSeconds()) < MOST_SECONDS) {
            return duration.toNanos();
        }
        return duration.isNegative() ? -MOST_SECONDS : Long.MAX_VALUE; // far from where differences overflow
    }

    /** {@link Long#MAX_VALUE}, which is none, when the clock does not reach that far. */
    public static long after(long nowNs, long delayNs) {
        return delayNs > Long.MAX_VALUE - Math.max(0, nowNs) ? Long.MAX_VALUE : nowNs + delayNs;
    }
}
