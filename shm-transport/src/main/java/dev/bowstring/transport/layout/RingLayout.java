package dev.bowstring.transport.layout;

/**
 * The ring of an output log: its positions and its slots.
 *
 * <pre>
 *   0        128    256      384         512         520           640
 *   | header | TAIL | OLDEST | CLOSED_AT | WAITS_FOR | WAITS_SINCE | slot 0 | slot 1 | ...      each slot 64 bytes
 *
 *   slot:  0          8              16      20       24       32       36      40     48                56         64
 *          | SEQUENCE | PUBLISH_TIME | ARENA | LENGTH | OFFSET | SCHEMA | FLAGS | ROWS | DESCRIBED_SINCE | reserved |
 *
 *   field      written by                  with       read with
 *   TAIL       the publisher, at W4        release    acquire, by readers
 *   OLDEST     the publisher, at W1        volatile   volatile, by readers at H2
 *   CLOSED_AT  the publisher; the          release    acquire, by readers once TAIL is reached
 *              supervisor once the
 *              publisher is proved dead
 *   WAITS_*    the publisher; the          release    acquire, by the supervisor
 *              supervisor once the
 *              publisher is proved dead
 *   slot       the publisher, at W3        plain      plain, before the pin; trusted only after H2
 * </pre>
 *
 * DESCRIBED_SINCE is the message with which the message block began to say what it says, its SEQUENCE aside, and has gone on to
 * say without a break: this very message, if it is a new one or was written anew. Sequences are never given twice, so a
 * reader that knows what an earlier message of the same block and the same DESCRIBED_SINCE said need not read the block.
 *
 * <p>WAITS_SINCE is the moment, on the monotonic clock, from which on the publisher has waited for room and committed nothing;
 * 0 when it does not wait. Who read the same WAITS_SINCE before and after has seen one TAIL in between. WAITS_FOR says what
 * is missing, each second while that is so; a commit takes it back, before it stores WAITS_SINCE.
 */
public final class RingLayout {
    public static final int TAIL = 128;
    public static final int OLDEST = 256;
    public static final int CLOSED_AT = 384;
    public static final int WAITS_FOR = 512;
    public static final int WAITS_SINCE = 520;
    public static final int SLOTS = 640;
    public static final int SLOT_LENGTH = 64;

    public static final int SLOT_SEQUENCE = 0;
    public static final int SLOT_PUBLISH_TIME = 8;
    public static final int SLOT_ARENA = 16;
    public static final int SLOT_MESSAGE_LENGTH = 20;
    public static final int SLOT_OFFSET = 24;
    public static final int SLOT_SCHEMA = 32;
    public static final int SLOT_FLAGS = 36;
    public static final int SLOT_ROWS = 40;
    public static final int SLOT_DESCRIBED_SINCE = 48;

    private RingLayout() {}

    /** The offset of the slot of a sequence in a ring of {@code slots} (a power of two). */
    public static int slot(long sequence, int slots) {
        return SLOTS + ((int) sequence & (slots - 1)) * SLOT_LENGTH;
    }

    /** The size of the file in bytes. */
    public static long fileLength(int slots) {
        return SLOTS + (long) slots * SLOT_LENGTH;
    }
}
