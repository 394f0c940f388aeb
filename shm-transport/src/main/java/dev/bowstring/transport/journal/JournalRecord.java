package dev.bowstring.transport.journal;

import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.core.io.ReferenceOwner;
import org.agrona.concurrent.UnsafeBuffer;

/** One message in a journal, as a reader took it. Reused by its reader's consumer; the pin is a value that stays. */
public final class JournalRecord {
    private static final ReferenceOwner READER = new ReferenceOwner() {};
    private static final Pin NONE = new Pin(() -> {});

    final UnsafeBuffer bytes = new UnsafeBuffer(0, 0);
    MessageFacts facts = new MessageFacts("", 0, 0, 0, 0);
    long position;
    long index;
    long rows;
    int missed;
    int messageBytes;
    long schemaIndex;
    private Pin pin = NONE;

    /** Keeps a part of a file mapped, also when the file is deleted. Any thread may let go of it, once. */
    public static final class Pin {
        private final Runnable release; // no type of Chronicle: who compiles against this class need not have it

        private Pin(Runnable release) {
            this.release = release;
        }

        /** Lets go: what was read there may be unmapped from here on. */
        public void release() {
            release.run();
        }
    }

    /** Takes a reference to what is mapped there, which is the caller's to release. */
    void keep(BytesStore<?, ?> store) {
        store.reserve(READER);
        pin = new Pin(() -> store.release(READER));
    }

    /** Has something else done as well when the record is let go of. */
    void whenReleased(Runnable then) {
        Pin mapped = pin;
        pin = new Pin(() -> {
            mapped.release();
            then.run();
        });
    }

    /** The whole record, mapped read-only; byte 0 is the first of its header. Valid while it is pinned. */
    public UnsafeBuffer bytes() {
        return bytes;
    }

    /** Where the record begins in this process. */
    public long address() {
        return bytes.addressOffset();
    }

    /** What the slot said, and the run. */
    public MessageFacts facts() {
        return facts;
    }

    /** The number of the record in the journal. */
    public long position() {
        return position;
    }

    /** How many rows the batch has. */
    public long rows() {
        return rows;
    }

    /** How many messages right before this one its appender knew to be missing. */
    public int missed() {
        return missed;
    }

    /** The length of the message block. */
    public int messageBytes() {
        return messageBytes;
    }

    /** Where its schema is; records with equal numbers have the same schema. */
    public long schemaIndex() {
        return schemaIndex;
    }

    /** What keeps it mapped. */
    public Pin pin() {
        return pin;
    }
}
