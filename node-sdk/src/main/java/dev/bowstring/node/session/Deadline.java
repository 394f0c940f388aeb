package dev.bowstring.node.session;

import java.time.Duration;

/** Times from now on a clock of nanoseconds, however far away. */
final class Deadline {

    private Deadline() {}

    /** A Duration holds more than a long has nanoseconds: then it is for ever. */
    static long nanos(Duration duration) {
        return duration.toSeconds() >= Long.MAX_VALUE / 1_000_000_000L ? Long.MAX_VALUE : duration.toNanos();
    }

    /** {@link Long#MAX_VALUE}, which is none, when the clock does not reach that far. */
    static long after(long nowNs, long delayNs) {
        return delayNs > Long.MAX_VALUE - Math.max(0, nowNs) ? Long.MAX_VALUE : nowNs + delayNs;
    }
}
