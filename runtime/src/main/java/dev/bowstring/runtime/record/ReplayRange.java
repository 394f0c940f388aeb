package dev.bowstring.runtime.record;

import dev.bowstring.runtime.descriptor.TimeSpan;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Which part of a recording is meant.
 *
 * @param fromNs the first time of day, in ns since 1970
 * @param toNs the first one that is not meant any more
 */
record ReplayRange(long fromNs, long toNs) {
    private static final long NANOS = 1_000_000_000L;

    /**
     * Reads both ends: times such as {@code 2026-01-02T03:04:05Z}, or how long after the beginning, such as {@code 5s}.
     *
     * @param beginNs when the recording begins
     */
    static ReplayRange of(String from, String to, long beginNs) {
        return new ReplayRange(
                from.isEmpty() ? Long.MIN_VALUE : time(from, beginNs),
                to.isEmpty() ? Long.MAX_VALUE : time(to, beginNs));
    }

    private static long time(String text, long beginNs) {
        Optional<Duration> span = TimeSpan.parse(text);
        if (span.isPresent()) {
            return beginNs + span.get().toNanos();
        }
        try {
            Instant instant = Instant.parse(text);
            return instant.getEpochSecond() * NANOS + instant.getNano();
        } catch (DateTimeParseException neither) {
            throw new IllegalArgumentException(
                    "`" + text + "` is no time such as 2026-01-02T03:04:05Z, and no span such as 5s", neither);
        }
    }
}
