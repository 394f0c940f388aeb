package dev.bowstring.node;

import java.time.Instant;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/**
 * Arrow data that arrived on an input, in place: it lies in the memory of its publisher, mapped read-only.
 *
 * <p>Valid until the next event is asked for, or, once {@link #retain retained}, until {@link #close}. After that, its
 * vectors must not be touched: the publisher uses their memory again. Any method may be called from any thread.
 */
public non-sealed interface Message extends Event, AutoCloseable {

    /** The input it arrived on. */
    String input();

    /** The data as a record batch; one of a single column when a vector was sent. The same object at each call. */
    VectorSchemaRoot batch();

    /**
     * The data as a vector.
     *
     * @throws NodeException if the batch has more or less than one column
     */
    FieldVector vector();

    /**
     * The data as a vector of a type.
     *
     * @throws NodeException if the batch has more or less than one column, or that is of another type
     */
    default <V extends FieldVector> V vector(Class<V> type) {
        return Columns.typed(vector(), type);
    }

    /**
     * A column.
     *
     * @throws NodeException if there is none of that name and type
     */
    default <V extends FieldVector> V vector(String name, Class<V> type) {
        return Columns.typed(Columns.named(batch(), name), type);
    }

    /** The dictionaries of dictionary-encoded columns; they are part of the message and live as long. */
    DictionaryProvider dictionaries();

    /** What the sender attached; a copy that stays valid. */
    Metadata metadata();

    /** The number of the message on its output: 0, 1, 2 ... A gap means that messages were dropped (and counted). */
    long sequence();

    /** When it was published, on the scale of {@link System#nanoTime}, which all processes of a machine share. */
    long publishTimeNs();

    /** When it was published, as wall time. */
    Instant publishTime();

    /**
     * Keeps the message beyond the turn of the loop, until {@link #close}. Retaining twice is the same as once.
     *
     * @return this
     * @throws NodeException if the input holds as many as it may; the cure is its {@code max_held}
     */
    Message retain();

    /**
     * The same message in memory of its own: it counts against no {@code max_held}, outlives the publisher, and may be
     * changed. The payload is copied. It must be closed.
     */
    Message copy();

    /** Gives the message back. Needed for a retained one only; closing twice is the same as once. */
    @Override
    void close();
}
