package dev.bowstring.transport.layout;

/**
 * One message as a journal keeps it: a document of the queue whose bytes mean the same wherever they are mapped.
 *
 * <pre>
 *   0       4         8          16         24             32            40       72       80        84
 *   | MAGIC | VERSION | POSITION | SEQUENCE | PUBLISH_TIME | WALL_OFFSET | RUN_ID | LENGTH | MESSAGE | FLAGS |
 *   88             92       96              104            112      120        124     128
 *   | SCHEMA_BYTES | MISSED | SCHEMA_OFFSET | SCHEMA_INDEX | ROWS   | CHECKSUM | unused | message block | payload | schema
 * </pre>
 *
 * A record begins at the first multiple of 64 in its document. The message block, at {@value #LENGTH}, is one of {@link
 * MessageBlockLayout}: arena 0 is this record, and offsets count from its first byte, as those of an arena file do. All
 * buffers lie in one block, each on a multiple of 64, and no byte is kept that no buffer names.
 *
 * <p>POSITION numbers the records of a journal from 0 and never starts again; SEQUENCE is the one of the output in the run
 * RUN_ID. PUBLISH_TIME is monotonic, in ns; PUBLISH_TIME + WALL_OFFSET is the time of day, in ns since 1970. LENGTH is that of the
 * record, MESSAGE that of its message block. MISSED counts the messages right before this one that whoever appended knows to be
 * missing, {@link Integer#MAX_VALUE} at most: a recorder that was overtaken, or not there. Sequences that are missing beyond
 * that are a gap. The first record of a file that uses a schema carries it (encapsulated Arrow
 * IPC); SCHEMA_INDEX is the queue's index of the record that does. CHECKSUM is the CRC-32C of bytes 0 to 119, computed over
 * a heap copy. Written by the appender with plain stores before it commits the document, never again.
 */
public final class JournalRecordLayout {
    /** "BWJR" as little-endian ASCII. */
    public static final int MAGIC = 0x524A_5742;

    public static final int VERSION = 2;

    public static final int MAGIC_OFFSET = 0;
    public static final int VERSION_OFFSET = 4;
    public static final int POSITION = 8;
    public static final int SEQUENCE = 16;
    public static final int PUBLISH_TIME = 24;
    public static final int WALL_OFFSET = 32;
    public static final int RUN_ID = 40;
    public static final int RUN_ID_LENGTH = 32;
    public static final int RECORD_LENGTH = 72;
    public static final int MESSAGE_LENGTH = 80;
    public static final int FLAGS = 84;
    public static final int SCHEMA_BYTES = 88;
    public static final int MISSED = 92;
    public static final int SCHEMA_OFFSET = 96;
    public static final int SCHEMA_INDEX = 104;
    public static final int ROWS = 112;
    public static final int CHECKSUM = 120;
    public static final int LENGTH = 128;

    /** Records, message blocks and buffers begin on this. */
    public static final int ALIGNMENT = 64;

    private JournalRecordLayout() {}

    /** The next offset on which something may begin. */
    public static long align(long offset) {
        return (offset + ALIGNMENT - 1) & -ALIGNMENT;
    }
}
