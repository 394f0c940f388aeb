package dev.bowstring.transport.layout;

/**
 * How long messages took on one edge, from publish to receive, in ns: a histogram with 8 buckets per doubling.
 *
 * <pre>
 *   0        128   136      256        264                      2752
 *   | header | MAX | unused | BUCKET 0 | BUCKET 1 | ... 311     | unused ... 4096
 *
 *   field     written by         with      read by anybody with
 *   MAX       the reader's node  release   volatile
 *   BUCKET k  the reader's node  release   volatile
 * </pre>
 *
 * Bucket k below 16 counts messages of exactly k ns. Above, with e = k / 8 + 2 and s = k mod 8, it counts those from
 * (8 + s) * 2^(e - 3) ns up to, but not including, (9 + s) * 2^(e - 3) ns. The last one counts everything longer as well.
 */
public final class LatencyLayout {
    public static final int MAX = 128;
    public static final int BUCKET_0 = 256;
    public static final int BUCKETS = 312;
    public static final int FILE_LENGTH = 4096;

    private LatencyLayout() {}

    /** The offset of a bucket. */
    public static int bucket(int index) {
        return BUCKET_0 + index * Long.BYTES;
    }
}
