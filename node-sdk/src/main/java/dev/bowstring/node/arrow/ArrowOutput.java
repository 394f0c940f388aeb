package dev.bowstring.node.arrow;

import dev.bowstring.node.Metadata;
import dev.bowstring.node.NodeException;
import dev.bowstring.transport.log.OutputLog;
import dev.bowstring.transport.message.MessageFlags;
import dev.bowstring.transport.message.MetadataCodec;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The Arrow side of one output. Any thread: one monitor serialises the preparing of messages and their attempts, and is
 * never held while somebody waits for a reader. Lock order: this monitor, the log's lock, the pool's.
 */
public final class ArrowOutput {
    private final OutputLog log;
    private final NodeMemory memory;
    private final OutputArena arena;
    private final BufferAllocator allocator;
    private final SentSchemas schemas;
    private final DictionaryCopies dictionaryCopies;
    private volatile BatchPool pool = new BatchPool();
    private @Nullable BatchOutgoing batch;
    private @Nullable Draft spare;

    /**
     * @param log stays the caller's to close, after this
     * @param name of the allocator, for messages about leaks
     */
    public ArrowOutput(OutputLog log, NodeMemory memory, String name, CopyCounters counters) {
        this.log = log;
        this.memory = memory;
        this.arena = new OutputArena(log, counters);
        this.allocator = memory.arenaChild(name, arena);
        this.schemas = new SentSchemas(log);
        this.dictionaryCopies = new DictionaryCopies(arena);
        log.idleMemory(this::giveBackIdle);
    }

    /** Called under the log's lock. */
    private boolean giveBackIdle() {
        return pool.giveBack();
    }

    /** What is allocated here lies in the arena while that has room. */
    public BufferAllocator allocator() {
        return allocator;
    }

    OutputLog log() {
        return log;
    }

    /** The dictionaries of what is prepared from now on. They stay the caller's and must outlive their use. */
    public synchronized void dictionaries(DictionaryProvider provider) {
        schemas.dictionaries(provider);
    }

    /**
     * A root on its way.
     *
     * @param share whether its vectors keep their buffers, which must not change any more; otherwise they are empty once
     *     it was sent
     * @throws NodeException if it cannot be sent, whatever the room
     */
    public synchronized Outgoing prepare(VectorSchemaRoot root, Metadata metadata, boolean share) {
        Draft.Header header = new Draft.Header(schemas.of(root), root.getRowCount(), 0, encoded(metadata));
        return new VectorsOutgoing(this, draft(), root.getFieldVectors(), root, share).begin(header, schemas);
    }

    /** A vector on its way. See {@link #prepare(VectorSchemaRoot, Metadata, boolean)}. */
    public synchronized Outgoing prepare(FieldVector vector, Metadata metadata, boolean share) {
        Draft.Header header =
                new Draft.Header(schemas.of(vector), vector.getValueCount(), MessageFlags.VECTOR, encoded(metadata));
        return new VectorsOutgoing(this, draft(), List.of(vector), null, share).begin(header, schemas);
    }

    /**
     * The open batch on its way. It ends its turn when it was sent; cancelled, it is open still.
     *
     * @throws NodeException if it is not open, or not complete
     */
    public synchronized Outgoing prepare(ArrowBatch open, Metadata metadata) {
        BatchOutgoing outgoing = batch;
        if (outgoing == null || outgoing.batch() != open || !open.isOpen()) {
            throw new NodeException("the batch was sent or closed already", "ask the output for another");
        }
        Draft.Header header = new Draft.Header(open.schema(), open.root().getRowCount(), 0, encoded(metadata));
        return outgoing.begin(header, schemas);
    }

    private static byte[] encoded(Metadata metadata) {
        return MetadataCodec.encode(metadata.asMap());
    }

    private Draft draft() {
        Draft draft = spare;
        spare = null;
        return draft != null ? draft : new Draft(arena, dictionaryCopies);
    }

    /** Takes back a draft that is not under way any more. */
    void spare(Draft draft) {
        spare = draft;
    }

    /**
     * The output's batch for a schema, without rows. Only the batch of the schema asked for last is kept.
     *
     * @param evenWithoutMemory whether, if the arena has no room now, its vectors may be empty, so that what the user
     *     allocates becomes ordinary memory
     * @return null if there is no room; {@link #batchBytes} says for how much
     * @throws NodeException if a batch is open
     */
    public synchronized @Nullable ArrowBatch batch(Schema schema, boolean evenWithoutMemory) {
        BatchOutgoing outgoing = batch;
        if (outgoing != null && outgoing.batch().isOpen()) {
            throw new NodeException("the batch before was neither sent nor closed", "send or close it first");
        }
        SentSchema wanted = schemas.of(schema);
        if (outgoing == null || outgoing.batch().schema().id() != wanted.id()) {
            outgoing = newBatch(wanted);
        }
        ArrowBatch next = outgoing.batch();
        return next.load() || (evenWithoutMemory && next.open()) ? next : null;
    }

    private BatchOutgoing newBatch(SentSchema schema) {
        pool.close();
        pool = new BatchPool();
        ArrowBatch fresh = new ArrowBatch(schema, pool, arena, allocator);
        BatchOutgoing outgoing = new BatchOutgoing(this, fresh, new Draft(arena, dictionaryCopies));
        batch = outgoing;
        return outgoing;
    }

    /** How much memory the next batch needs if none returns. */
    public synchronized long batchBytes() {
        return batch == null ? 0 : batch.batch().bytes();
    }

    /** Ends the turn of an open batch without sending it; does nothing otherwise. */
    public synchronized void discard(ArrowBatch open) {
        if (open.isOpen()) {
            open.discard();
        }
    }

    /**
     * Gives back all memory that no message uses, and closes the allocator.
     *
     * @return what the user has not closed, if there is any
     */
    public synchronized Optional<String> close() {
        if (batch != null) {
            discard(batch.batch());
        }
        pool.close();
        dictionaryCopies.close();
        return memory.close(allocator);
    }
}
