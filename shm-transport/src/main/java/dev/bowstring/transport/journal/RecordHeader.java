package dev.bowstring.transport.journal;

import static dev.bowstring.transport.layout.JournalRecordLayout.CHECKSUM;
import static dev.bowstring.transport.layout.JournalRecordLayout.FLAGS;
import static dev.bowstring.transport.layout.JournalRecordLayout.LENGTH;
import static dev.bowstring.transport.layout.JournalRecordLayout.MAGIC;
import static dev.bowstring.transport.layout.JournalRecordLayout.MAGIC_OFFSET;
import static dev.bowstring.transport.layout.JournalRecordLayout.MESSAGE_LENGTH;
import static dev.bowstring.transport.layout.JournalRecordLayout.MISSED;
import static dev.bowstring.transport.layout.JournalRecordLayout.POSITION;
import static dev.bowstring.transport.layout.JournalRecordLayout.PUBLISH_TIME;
import static dev.bowstring.transport.layout.JournalRecordLayout.RECORD_LENGTH;
import static dev.bowstring.transport.layout.JournalRecordLayout.ROWS;
import static dev.bowstring.transport.layout.JournalRecordLayout.RUN_ID;
import static dev.bowstring.transport.layout.JournalRecordLayout.RUN_ID_LENGTH;
import static dev.bowstring.transport.layout.JournalRecordLayout.SCHEMA_BYTES;
import static dev.bowstring.transport.layout.JournalRecordLayout.SCHEMA_INDEX;
import static dev.bowstring.transport.layout.JournalRecordLayout.SCHEMA_OFFSET;
import static dev.bowstring.transport.layout.JournalRecordLayout.SEQUENCE;
import static dev.bowstring.transport.layout.JournalRecordLayout.VERSION;
import static dev.bowstring.transport.layout.JournalRecordLayout.VERSION_OFFSET;
import static dev.bowstring.transport.layout.JournalRecordLayout.WALL_OFFSET;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;

/** The first bytes of a record on the heap, where they are filled and checked. Reused; one thread. */
final class RecordHeader {
    private static final long MAX_ROWS = Integer.MAX_VALUE;

    private final byte[] bytes = new byte[LENGTH];
    private final UnsafeBuffer words = new UnsafeBuffer(bytes);
    private final CRC32C checksum = new CRC32C();
    private byte[] runBytes = new byte[RUN_ID_LENGTH];
    private String run = "";

    /**
     * The lengths of a record and what lies where in it.
     *
     * @param length of the whole record
     * @param messageBytes of its message block
     * @param schemaBytes 0 when it carries no schema
     * @param schemaOffset where the schema is, if it carries one
     * @param schemaIndex which record of the queue carries its schema
     */
    record Shape(long length, int messageBytes, int schemaBytes, long schemaOffset, long schemaIndex) {}

    /**
     * Where a record stands.
     *
     * @param position its number in the journal
     * @param missed how many messages right before it are known to be missing
     */
    record Place(long position, long missed) {}

    /** Fills all words and the checksum. */
    void fill(MessageFacts facts, Place place, long rows, Shape shape) {
        words.setMemory(0, LENGTH, (byte) 0);
        words.putInt(MAGIC_OFFSET, MAGIC);
        words.putInt(VERSION_OFFSET, VERSION);
        words.putLong(POSITION, place.position());
        words.putLong(SEQUENCE, facts.sequence());
        words.putLong(PUBLISH_TIME, facts.publishTimeNs());
        words.putLong(WALL_OFFSET, facts.wallOffsetNs());
        words.putBytes(RUN_ID, facts.runId().getBytes(StandardCharsets.US_ASCII));
        words.putLong(RECORD_LENGTH, shape.length());
        words.putInt(MESSAGE_LENGTH, shape.messageBytes());
        words.putInt(FLAGS, facts.flags());
        words.putInt(SCHEMA_BYTES, shape.schemaBytes());
        words.putInt(MISSED, (int) Math.min(Integer.MAX_VALUE, place.missed()));
        words.putLong(SCHEMA_OFFSET, shape.schemaOffset());
        words.putLong(SCHEMA_INDEX, shape.schemaIndex());
        words.putLong(ROWS, rows);
        words.putInt(CHECKSUM, sum());
    }

    private int sum() {
        checksum.reset();
        checksum.update(bytes, 0, CHECKSUM);
        return (int) checksum.getValue();
    }

    void store(UnsafeBuffer record) {
        record.putBytes(0, bytes);
    }

    /**
     * Copies and checks the header of a record (L9).
     *
     * @param room the bytes there are
     * @return what is wrong with it; empty when nothing is
     */
    String load(UnsafeBuffer record, long room) {
        if (room < LENGTH) {
            return "a document of " + room + " bytes holds no record";
        }
        record.getBytes(0, bytes);
        if (words.getInt(MAGIC_OFFSET) != MAGIC || words.getInt(CHECKSUM) != sum()) {
            return "a document holds no record, or a damaged one";
        }
        if (words.getInt(VERSION_OFFSET) != VERSION) {
            return "a record has version " + words.getInt(VERSION_OFFSET) + ", this is " + VERSION;
        }
        return fits(room) && plausible()
                ? ""
                : "record " + position() + " says that it has " + length() + " of " + room + " bytes";
    }

    private boolean fits(long room) {
        return messageBytes() > 0 && length() >= LENGTH + messageBytes() && length() <= room;
    }

    private boolean plausible() {
        return position() >= 0 && rows() >= 0 && rows() <= MAX_ROWS && schemaFits();
    }

    private boolean schemaFits() {
        return schemaBytes() >= 0
                && missed() >= 0
                && schemaOffset() >= 0
                && schemaOffset() <= length() - schemaBytes()
                && (schemaBytes() == 0 || schemaOffset() >= LENGTH);
    }

    long position() {
        return words.getLong(POSITION);
    }

    long length() {
        return words.getLong(RECORD_LENGTH);
    }

    int messageBytes() {
        return words.getInt(MESSAGE_LENGTH);
    }

    int schemaBytes() {
        return words.getInt(SCHEMA_BYTES);
    }

    long schemaOffset() {
        return words.getLong(SCHEMA_OFFSET);
    }

    long schemaIndex() {
        return words.getLong(SCHEMA_INDEX);
    }

    long rows() {
        return words.getLong(ROWS);
    }

    int missed() {
        return words.getInt(MISSED);
    }

    int flags() {
        return words.getInt(FLAGS);
    }

    long sequence() {
        return words.getLong(SEQUENCE);
    }

    long publishTimeNs() {
        return words.getLong(PUBLISH_TIME);
    }

    long wallOffsetNs() {
        return words.getLong(WALL_OFFSET);
    }

    /** The run, as a string that stays the same while the run does. */
    String runId() {
        byte[] found = new byte[RUN_ID_LENGTH];
        words.getBytes(RUN_ID, found);
        if (!Arrays.equals(found, runBytes) || run.isEmpty()) {
            runBytes = found;
            int length = 0;
            while (length < found.length && found[length] != 0) {
                length++;
            }
            run = new String(found, 0, length, StandardCharsets.US_ASCII);
        }
        return run;
    }
}
