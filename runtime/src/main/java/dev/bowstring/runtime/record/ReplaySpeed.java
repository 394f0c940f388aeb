package dev.bowstring.runtime.record;

import java.math.BigDecimal;

/**
 * When a message is due. One thread.
 *
 * <p>Times of day of the recording are mapped to the clock of this process, from the first message on.
 */
final class ReplaySpeed {
    private static final String MAX = "max";

    private final double speed;
    private long firstRecordedNs;
    private long firstNs;
    private boolean begun;

    private ReplaySpeed(double speed) {
        this.speed = speed;
    }

    /** {@code max}, or how many times as fast as it was recorded. */
    static ReplaySpeed of(String text) {
        return new ReplaySpeed(text.equals(MAX) ? Double.POSITIVE_INFINITY : new BigDecimal(text).doubleValue());
    }

    /** The next message is the first one. */
    void begin() {
        begun = false;
    }

    /** When a message is due on the clock of {@link System#nanoTime}, asked at {@code nowNs}. */
    long dueNs(long recordedNs, long nowNs) {
        if (!begun) {
            begun = true;
            firstRecordedNs = recordedNs;
            firstNs = nowNs;
        }
        return firstNs + (long) ((recordedNs - firstRecordedNs) / speed);
    }
}
