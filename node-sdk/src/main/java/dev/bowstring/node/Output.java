package dev.bowstring.node;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletionStage;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * One output of a node. A message is sent to every reader at once; each reader keeps up as its {@code queue_policy} says.
 *
 * <p>{@code send} waits until there is room for the {@code backpressure} readers, until the node is to stop, or for as
 * long as it is told; an output without such readers never waits. A loop that only sends ends with the dataflow: see
 * {@link SendResult#STOPPING}. What {@code send} took is empty afterwards and may be
 * filled again; what it did not take is as it was. May be called from any thread; messages of one thread keep their order.
 */
public interface Output extends AutoCloseable {

    /** Waits as long as it takes. */
    Duration FOREVER = ChronoUnit.FOREVER.getDuration();

    /** The output's name in the YAML. */
    String id();

    /**
     * The sequence of the last message sent on this output, by this process or by those before it: a source that must not
     * repeat itself goes on behind it. -1 when nothing was ever sent; the first message is 0.
     */
    long lastCommitted();

    /**
     * Vectors made with this allocator lie in the memory that readers map: sending them copies nothing. When that memory
     * is used up it hands out ordinary memory, which is copied when sent, and counted.
     */
    BufferAllocator allocator();

    /**
     * An empty batch of this schema. Its memory was used before, if the readers are done with it.
     *
     * @throws NodeException if the batch before was neither sent nor closed
     */
    Batch batch(Schema schema);

    /**
     * An empty batch of the schema that {@link #batch(Schema)} was called with last.
     *
     * @throws NodeException if it never was, or the batch before was neither sent nor closed
     */
    Batch batch();

    /** The dictionaries of what is sent from now on; they are shared with the readers, never moved. */
    void dictionaries(DictionaryProvider provider);

    /**
     * Sends a batch, waiting at most this long for room.
     *
     * @throws NodeException if the output is closed, or the thread is interrupted
     */
    SendResult send(Batch batch, Metadata metadata, Duration timeout);

    /** Sends the rows of a root, whose vectors are empty afterwards. See {@link #send(Batch, Metadata, Duration)}. */
    SendResult send(VectorSchemaRoot root, Metadata metadata, Duration timeout);

    /** Sends a vector, which is empty afterwards. See {@link #send(Batch, Metadata, Duration)}. */
    SendResult send(FieldVector vector, Metadata metadata, Duration timeout);

    default SendResult send(Batch batch) {
        return send(batch, Metadata.EMPTY, FOREVER);
    }

    default SendResult send(Batch batch, Metadata metadata) {
        return send(batch, metadata, FOREVER);
    }

    default SendResult send(VectorSchemaRoot root) {
        return send(root, Metadata.EMPTY, FOREVER);
    }

    default SendResult send(VectorSchemaRoot root, Metadata metadata) {
        return send(root, metadata, FOREVER);
    }

    default SendResult send(FieldVector vector) {
        return send(vector, Metadata.EMPTY, FOREVER);
    }

    default SendResult send(FieldVector vector, Metadata metadata) {
        return send(vector, metadata, FOREVER);
    }

    /**
     * Sends the rows of a root and leaves them in it. They must not be changed any more: readers see them in place.
     * See {@link #send(Batch, Metadata, Duration)}.
     */
    SendResult share(VectorSchemaRoot root, Metadata metadata, Duration timeout);

    /** Sends a vector and leaves its values in it. See {@link #share(VectorSchemaRoot, Metadata, Duration)}. */
    SendResult share(FieldVector vector, Metadata metadata, Duration timeout);

    default SendResult share(VectorSchemaRoot root) {
        return share(root, Metadata.EMPTY, FOREVER);
    }

    default SendResult share(FieldVector vector) {
        return share(vector, Metadata.EMPTY, FOREVER);
    }

    /** Sends if there is room right now, else {@link SendResult#TIMEOUT} (or {@link SendResult#REFUSED}). */
    default SendResult trySend(Batch batch) {
        return send(batch, Metadata.EMPTY, Duration.ZERO);
    }

    /** Sends if there is room right now. */
    default SendResult trySend(Batch batch, Metadata metadata) {
        return send(batch, metadata, Duration.ZERO);
    }

    /** Sends if there is room right now. */
    default SendResult trySend(VectorSchemaRoot root) {
        return send(root, Metadata.EMPTY, Duration.ZERO);
    }

    /** Sends if there is room right now. */
    default SendResult trySend(VectorSchemaRoot root, Metadata metadata) {
        return send(root, metadata, Duration.ZERO);
    }

    /** Sends if there is room right now. */
    default SendResult trySend(FieldVector vector) {
        return send(vector, Metadata.EMPTY, Duration.ZERO);
    }

    /** Sends if there is room right now. */
    default SendResult trySend(FieldVector vector, Metadata metadata) {
        return send(vector, metadata, Duration.ZERO);
    }

    /**
     * Until the burst is closed, what is sent on this output, in whichever way and by whichever thread, is handed to the
     * readers together: as soon as {@code messages} have gathered, or half as many as the shortest queue of its readers
     * holds (16 or more, where all are {@code latest}); when one of them finds no room; when a thread of the node begins
     * to wait for an event or for room, or looks for an event in vain; and with {@link Burst#flush}. That spares most of what
     * a small message costs. The price: the first of them arrives with the last, what one thread sends while another is waiting
     * already arrives when the burst is full, flushed or closed, a {@code latest} reader gets the last alone, and what has
     * gathered is lost when the process dies, or ends without closing the burst or the node.
     * {@link #lastCommitted} counts what was handed over.
     *
     * @throws NodeException if the output has an open burst, or is closed, or {@code messages} is less than 1
     */
    Burst burst(int messages);

    /**
     * Sends a batch without making this thread wait: the stage is completed once it was sent, on the node's
     * {@linkplain Node#executor executor}, or is complete already. Until then the batch must not be touched, and no other
     * can be opened. What is sent from one output stays in order, however it is sent.
     *
     * <p>At most 1,024 sends of an output wait; a further one is {@link SendResult#REFUSED}. Cancelling a stage whose
     * message was not sent withdraws it: the batch is as it was. The stage fails with a {@link NodeException} if the
     * output or the node is closed meanwhile.
     */
    CompletionStage<SendResult> sendAsync(Batch batch, Metadata metadata);

    /** Sends the rows of a root without waiting; its vectors must not be touched meanwhile. See {@link #sendAsync(Batch, Metadata)}. */
    CompletionStage<SendResult> sendAsync(VectorSchemaRoot root, Metadata metadata);

    /** Sends a vector without waiting; it must not be touched meanwhile. See {@link #sendAsync(Batch, Metadata)}. */
    CompletionStage<SendResult> sendAsync(FieldVector vector, Metadata metadata);

    default CompletionStage<SendResult> sendAsync(Batch batch) {
        return sendAsync(batch, Metadata.EMPTY);
    }

    default CompletionStage<SendResult> sendAsync(VectorSchemaRoot root) {
        return sendAsync(root, Metadata.EMPTY);
    }

    default CompletionStage<SendResult> sendAsync(FieldVector vector) {
        return sendAsync(vector, Metadata.EMPTY);
    }

    /**
     * Completed with true once every {@code backpressure} reader has room for a message, and, where batches are used, the
     * memory for the next one is there: then {@link #batch()} and {@code send} do not wait, with a single sender. Completed
     * with false when the node is to stop.
     */
    CompletionStage<Boolean> whenWritable();

    /** Ends the output for good: readers get {@link InputClosed} after the last message. Sending is an error from now on. */
    @Override
    void close();
}
