package dev.bowstring.runtime.descriptor;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How an output is kept in a journal that outlives the run.
 *
 * @param kept whether it is kept at all
 * @param rollAfter how long a file is appended to
 * @param rollBytes how large it may grow
 * @param keepFor files older than this are deleted; {@link #FOREVER} to keep all
 * @param keepBytes the oldest files are deleted while all together are larger; {@link Long#MAX_VALUE} to keep all
 * @param minFreeBytes keeping ends before less than this is left on the disk
 */
public record DurableSpec(
        boolean kept, Duration rollAfter, long rollBytes, Duration keepFor, long keepBytes, long minFreeBytes) {
    public static final Duration FOREVER = Duration.ofDays(36_500);

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final long SMALLEST = 1L << 20;
    private static final long LARGEST = 1L << 50;

    /** How long a file is appended to, or kept, as people write it: from a minute on. Empty if it is not that. */
    public static Optional<Duration> time(String text) {
        return TimeSpan.parse(text).filter(span -> span.compareTo(SHORTEST) >= 0 && span.compareTo(FOREVER) <= 0);
    }

    /** How large files may grow, or what stays free, as people write it: from 1 MiB on. Empty if it is not that. */
    public static OptionalLong size(String text) {
        OptionalLong bytes = ByteSize.parse(text);
        return bytes.isPresent() && bytes.getAsLong() >= SMALLEST && bytes.getAsLong() <= LARGEST
                ? bytes
                : OptionalLong.empty();
    }

    /** Not kept. */
    public static final DurableSpec NOT = new DurableSpec(false, Duration.ZERO, 0, FOREVER, Long.MAX_VALUE, 0);

    /** What {@code durable: true} means: an hour or 1 GiB a file, all are kept, and 64 MiB of the disk stay free. */
    public static final DurableSpec DEFAULT =
            new DurableSpec(true, Duration.ofHours(1), 1L << 30, FOREVER, Long.MAX_VALUE, 64L << 20);
}
