package dev.bowstring.transport.counters;

/** A copy of a {@link LatencyHistogram}. */
public final class LatencySnapshot {
    private final long[] counts;
    private final long count;
    private final long maxNs;

    LatencySnapshot(long[] counts, long maxNs) {
        this.counts = counts;
        this.maxNs = maxNs;
        long sum = 0;
        for (long each : counts) {
            sum += each;
        }
        this.count = sum;
    }

    /** How many messages were recorded. */
    public long count() {
        return count;
    }

    /** The longest time, exactly. */
    public long maxNs() {
        return maxNs;
    }

    /** Half of the messages took at most so long. */
    public long p50Ns() {
        return percentileNs(50);
    }

    /** All but one in a hundred took at most so long. */
    public long p99Ns() {
        return percentileNs(99);
    }

    /**
     * The time within which so many percent of the messages came, at most an eighth too long; 0 when there are none.
     *
     * @param percent above 0, at most 100
     */
    public long percentileNs(double percent) {
        long rank = Math.max(1, (long) Math.ceil(count * percent / 100));
        long seen = 0;
        for (int i = 0; i < counts.length - 1; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return Math.min(LatencyHistogram.longestNs(i), maxNs);
            }
        }
        return maxNs; // the last bucket has no end
    }
}
