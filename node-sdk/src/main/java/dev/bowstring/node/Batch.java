package dev.bowstring.node;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * A record batch to be filled and sent, whose vectors and memory are used again once its readers are done with it: the
 * fastest way to send. Starts with no rows. Filled by one thread; after {@link Output#send(Batch)} or {@link #close} ask
 * the output for another.
 */
public interface Batch extends AutoCloseable {

    /** The vectors, to be filled; end with {@link VectorSchemaRoot#setRowCount}. */
    VectorSchemaRoot root();

    /**
     * A column.
     *
     * @throws NodeException if there is none of that name and type
     */
    default <V extends FieldVector> V vector(String name, Class<V> type) {
        return Columns.typed(Columns.named(root(), name), type);
    }

    /** Ends the batch with this many rows and returns it. */
    default Batch rows(int count) {
        root().setRowCount(count);
        return this;
    }

    /**
     * Gives the memory back without sending. Nothing is left to do after a send that succeeded; while one is under way, as
     * {@link Output#sendAsync(Batch)} may be, the memory is given back when that has ended.
     */
    @Override
    void close();
}
