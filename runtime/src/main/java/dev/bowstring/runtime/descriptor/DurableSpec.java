package dev.bowstring.runtime.descriptor;

import java.time.Duration;

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

    /** Not kept. */
    public static final DurableSpec NOT = new DurableSpec(false, Duration.ZERO, 0, FOREVER, Long.MAX_VALUE, 0);

    /** What {@code durable: true} means: an hour or 1 GiB a file, all are kept, and 64 MiB of the disk stay free. */
    public static final DurableSpec DEFAULT =
            new DurableSpec(true, Duration.ofHours(1), 1L << 30, FOREVER, Long.MAX_VALUE, 64L << 20);
}
