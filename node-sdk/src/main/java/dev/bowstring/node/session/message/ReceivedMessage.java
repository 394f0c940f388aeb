package dev.bowstring.node.session.message;

import dev.bowstring.node.Message;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.arrow.Rows;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Instant;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.jspecify.annotations.Nullable;

/**
 * A message in the hands of the user. Any thread.
 *
 * <pre>
 *   LENT -- the loop turns, close --> CLOSED
 *     \---- retain --> RETAINED -- close --^
 * </pre>
 */
public final class ReceivedMessage extends LentMessage {
    private static final int LENT = 0;
    private static final int RETAINED = 1;
    private static final int CLOSED = 2;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(ReceivedMessage.class, "state", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible); // the field is above
        }
    }

    private final Origin feed;
    private final Rows received;
    private final long sequence;
    private final long publishTimeNs;
    private volatile int state;
    private volatile @Nullable Throwable retainedAt;

    public ReceivedMessage(Origin feed, Rows received, long sequence, long publishTimeNs) {
        this.feed = feed;
        this.received = received;
        this.sequence = sequence;
        this.publishTimeNs = publishTimeNs;
    }

    @Override
    public String input() {
        return feed.id();
    }

    @Override
    public VectorSchemaRoot batch() {
        return open().root();
    }

    @Override
    public FieldVector vector() {
        return onlyColumn(open().root(), "message " + sequence + " of input '" + feed.id() + "'");
    }

    static FieldVector onlyColumn(VectorSchemaRoot root, String of) {
        if (root.getFieldVectors().size() != 1) {
            throw new NodeException(
                    of + " has " + root.getFieldVectors().size() + " columns, not one",
                    "use batch(), whose columns are " + root.getSchema().getFields());
        }
        return root.getVector(0);
    }

    @Override
    public DictionaryProvider dictionaries() {
        return open().dictionaries();
    }

    @Override
    public Metadata metadata() {
        Map<String, Object> attached = open().metadata();
        return attached.isEmpty() ? Metadata.EMPTY : Metadata.of(attached);
    }

    private Rows open() {
        if (state == CLOSED) {
            throw new NodeException(
                    "message " + sequence + " of input '" + feed.id() + "' was given back already",
                    "retain() it to use it after the next event is asked for");
        }
        return received;
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public long publishTimeNs() {
        return publishTimeNs;
    }

    @Override
    public Instant publishTime() {
        return feed.wallTime(publishTimeNs);
    }

    @Override
    public Message retain() {
        open();
        if (state == LENT) {
            feed.retention().retain();
            if (!STATE.compareAndSet(this, LENT, RETAINED)) {
                feed.retention().release(); // another thread retained or closed it meanwhile
                open();
                return this;
            }
            feed.retention().kept(this);
            keptAt(feed.retention().place());
        }
        return this;
    }

    @Override
    public Message copy() {
        return new CopiedMessage(this, feed.copy(open()));
    }

    @Override
    public boolean isLent() {
        return state == LENT;
    }

    @Override
    public void own() {
        if (STATE.compareAndSet(this, LENT, RETAINED)) {
            feed.retention().own(this);
            keptAt(feed.retention().placeOfOwn());
        }
    }

    @Override
    public void disown() {
        if (STATE.compareAndSet(this, RETAINED, LENT)) {
            feed.retention().release();
            if (retainedAt != null) {
                retainedAt = null;
            }
        }
    }

    @Override
    public void takeBack() {
        if (STATE.compareAndSet(this, LENT, CLOSED)) {
            received.close();
        }
    }

    @Override
    public void close() {
        int before = (int) STATE.getAndSet(this, CLOSED);
        if (before != CLOSED) {
            received.close();
        }
        if (before == RETAINED) {
            feed.retention().release();
            feed.pinMayBeFree();
        }
    }

    private void keptAt(@Nullable Throwable place) {
        if (place != null) {
            retainedAt = place;
        }
    }

    /** Whether somebody keeps it. */
    boolean isRetained() {
        return state == RETAINED;
    }

    /** Where it was retained, if that is traced. */
    public @Nullable Throwable retainedAt() {
        return retainedAt;
    }

    @Override
    public String toString() {
        return "Message[" + feed.id() + " " + sequence + "]";
    }
}
