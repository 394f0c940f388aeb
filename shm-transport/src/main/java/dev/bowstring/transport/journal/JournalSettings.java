package dev.bowstring.transport.journal;

import java.time.Duration;

/**
 * How a journal is kept.
 *
 * @param rollAfter how long a file is appended to, at least a minute
 * @param rollBytes how large it may grow before the next one begins
 * @param keepFor files whose last message is older are deleted; {@link #FOREVER} to keep all
 * @param keepBytes the oldest files are deleted while all together are larger; {@link Long#MAX_VALUE} to keep all
 * @param minFreeBytes appending stops before less than this is left on the disk
 * @param maxMessageBytes the largest message, with everything that describes it
 */
public record JournalSettings(
        Duration rollAfter, long rollBytes, Duration keepFor, long keepBytes, long minFreeBytes, long maxMessageBytes) {
    /** Longer than anybody waits. */
    public static final Duration FOREVER = Duration.ofDays(36_500);

    /** The largest message any journal takes: a document of the queue has at most 1 GiB, its mapping four times that. */
    public static final long MAX_MESSAGE_BYTES = 512L << 20;

    /** An hour or 1 GiB a file, everything is kept, 64 MiB stay free, messages of up to 64 MiB. */
    public static final JournalSettings DEFAULT =
            new JournalSettings(Duration.ofHours(1), 1L << 30, FOREVER, Long.MAX_VALUE, 64L << 20, 64L << 20);

    private static final long MIN_BLOCK_BYTES = 64L << 20;
    private static final int MESSAGES_PER_BLOCK = 4;

    /** The same for messages of up to so many bytes. */
    public JournalSettings withMaxMessageBytes(long bytes) {
        return new JournalSettings(
                rollAfter, rollBytes, keepFor, keepBytes, minFreeBytes, Math.min(bytes, MAX_MESSAGE_BYTES));
    }

    /**
     * What is mapped at a time. A quarter of it overlaps with the next block, and a document must fit into that: else it
     * would silently reach beyond what is mapped.
     */
    long blockBytes() {
        long wanted = Math.max(MIN_BLOCK_BYTES, MESSAGES_PER_BLOCK * maxMessageBytes);
        return Long.highestOneBit(wanted - 1) << 1;
    }
}
