package dev.bowstring.node.session.message;

import dev.bowstring.node.Message;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.arrow.CopiedRows;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/** A message in memory of its own. Any thread. */
final class CopiedMessage implements Message {
    private final ReceivedMessage original;
    private final CopiedRows rows;
    private final Metadata metadata;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param original open still; only its names and numbers are asked for afterwards */
    CopiedMessage(ReceivedMessage original, CopiedRows rows) {
        this(original, rows, original.metadata());
    }

    private CopiedMessage(ReceivedMessage original, CopiedRows rows, Metadata metadata) {
        this.original = original;
        this.rows = rows;
        this.metadata = metadata;
    }

    private CopiedRows open() {
        if (closed.get()) {
            throw new NodeException(
                    "the copy of " + original + " was closed already", "close it when it is not needed");
        }
        return rows;
    }

    @Override
    public String input() {
        return original.input();
    }

    @Override
    public VectorSchemaRoot batch() {
        return open().root();
    }

    @Override
    public FieldVector vector() {
        return ReceivedMessage.onlyColumn(open().root(), original.toString());
    }

    @Override
    public DictionaryProvider dictionaries() {
        return open().dictionaries();
    }

    @Override
    public Metadata metadata() {
        return metadata;
    }

    @Override
    public long sequence() {
        return original.sequence();
    }

    @Override
    public long publishTimeNs() {
        return original.publishTimeNs();
    }

    @Override
    public Instant publishTime() {
        return original.publishTime();
    }

    @Override
    public Message retain() {
        open(); // it is kept already
        return this;
    }

    @Override
    public Message copy() {
        return new CopiedMessage(original, open().copy(), metadata);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            rows.close();
        }
    }

    @Override
    public String toString() {
        return "copy of " + original;
    }
}
