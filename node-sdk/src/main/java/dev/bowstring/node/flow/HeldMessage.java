package dev.bowstring.node.flow;

import dev.bowstring.node.Message;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.NodeException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/** One view of a message that others may have as well. Any thread. */
final class HeldMessage implements Message {
    private final Held held;
    private final Message message;
    private final AtomicBoolean closed = new AtomicBoolean();

    HeldMessage(Held held, Message message) {
        this.held = held;
        this.message = message;
    }

    /** The same message for somebody else, who closes it by himself. */
    HeldMessage another() {
        open();
        return held.view();
    }

    private Message open() {
        if (closed.get()) {
            throw new NodeException(message + " was closed already", "close it, or what it is part of, after its use");
        }
        return message;
    }

    @Override
    public String input() {
        return message.input();
    }

    @Override
    public VectorSchemaRoot batch() {
        return open().batch();
    }

    @Override
    public FieldVector vector() {
        return open().vector();
    }

    @Override
    public DictionaryProvider dictionaries() {
        return open().dictionaries();
    }

    @Override
    public Metadata metadata() {
        return open().metadata();
    }

    @Override
    public long sequence() {
        return message.sequence();
    }

    @Override
    public long publishTimeNs() {
        return message.publishTimeNs();
    }

    @Override
    public Instant publishTime() {
        return message.publishTime();
    }

    @Override
    public Message retain() {
        open(); // it is kept already
        return this;
    }

    @Override
    public Message copy() {
        return open().copy();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            held.viewClosed();
        }
    }

    @Override
    public String toString() {
        return message.toString();
    }
}
