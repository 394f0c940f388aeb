package dev.bowstring.transport.layout;

/**
 * The counters of a run: the values and the metadata of an Agrona CountersManager, one behind the other. The supervisor
 * alone allocates; each value is written by one node.
 *
 * <pre>
 *   0        256                          256 + 128 * N
 *   | header | value 0 | value 1 | ... N  | metadata 0 | metadata 1 | ... N |
 *
 *   value     written by           with                read by anybody with
 *             the node of the      atomic addition,    volatile
 *             output               or release
 *   metadata  the supervisor       release of STATE    volatile
 * </pre>
 *
 * A value has 128 bytes, of which the first 8 count; metadata has 512 bytes, as Agrona lays it out. An output has six
 * counters in a row: sent bytes, messages refused, foreign vectors copied, allocations that fell back to ordinary memory,
 * further arena files, ns waited for room. The reference id of each is the id of the first of its output. GEOMETRY of the
 * header is N.
 */
public final class CountersLayout {
    public static final int VALUES = 256;
    public static final int VALUE_LENGTH = 128;
    public static final int METADATA_LENGTH = 512;

    public static final int SENT_BYTES = 0;
    public static final int REFUSED = 1;
    public static final int COPIES = 2;
    public static final int FALLBACKS = 3;
    public static final int GROWTHS = 4;
    public static final int BACKPRESSURE_NS = 5;
    public static final int PER_OUTPUT = 6;

    private CountersLayout() {}

    /** The offset of a value. */
    public static int value(int counter) {
        return VALUES + counter * VALUE_LENGTH;
    }

    /** The offset of the metadata in a file of so many counters. */
    public static int metadata(int counters) {
        return value(counters);
    }

    /** The size of the file in bytes. */
    public static long fileLength(int counters) {
        return VALUES + (long) counters * (VALUE_LENGTH + METADATA_LENGTH);
    }
}
