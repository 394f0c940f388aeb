package dev.bowstring.transport.counters;

import dev.bowstring.transport.layout.LatencyLayout;
import org.agrona.concurrent.AtomicBuffer;

/**
 * How long messages took on one edge. The reader's node records, with one thread; anybody takes snapshots, which may lag
 * behind by what is being recorded but never go back. A bucket is at most an eighth wider than its shortest time.
 */
public final class LatencyHistogram {
    private static final int SUB_BUCKET_BITS = 3;
    private static final int SUB_BUCKETS = 1 << SUB_BUCKET_BITS;

    private final AtomicBuffer file;

    /** @param file the whole file; mapped for writing by the reader's node */
    public LatencyHistogram(AtomicBuffer file) {
        this.file = file;
    }

    /** Counts one message that took so long; below 0 counts as 0. */
    public void record(long ns) {
        record(ns, 1);
    }

    /** Counts several messages for which one clock was read. */
    public void record(long ns, long messages) {
        int bucket = LatencyLayout.bucket(bucketOf(ns));
        file.putLongRelease(bucket, file.getLong(bucket) + messages);
        if (ns > file.getLong(LatencyLayout.MAX)) {
            file.putLongRelease(LatencyLayout.MAX, ns);
        }
    }

    /** What has been recorded up to now. */
    public LatencySnapshot snapshot() {
        long[] counts = new long[LatencyLayout.BUCKETS];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = Math.max(0, file.getLongVolatile(LatencyLayout.bucket(i))); // L9
        }
        return new LatencySnapshot(counts, Math.max(0, file.getLongVolatile(LatencyLayout.MAX)));
    }

    static int bucketOf(long ns) {
        if (ns < SUB_BUCKETS) {
            return (int) Math.max(0, ns);
        }
        int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(ns);
        int sub = (int) (ns >>> (exponent - SUB_BUCKET_BITS)) & (SUB_BUCKETS - 1);
        return Math.min((exponent - SUB_BUCKET_BITS + 1) * SUB_BUCKETS + sub, LatencyLayout.BUCKETS - 1);
    }

    /** The longest time a bucket is for. */
    static long longestNs(int bucket) {
        if (bucket < SUB_BUCKETS) {
            return bucket;
        }
        int shift = bucket / SUB_BUCKETS - 1;
        return ((long) (SUB_BUCKETS + bucket % SUB_BUCKETS + 1) << shift) - 1;
    }
}
