package dev.bowstring.node.arrow;

import dev.bowstring.node.Metadata;
import dev.bowstring.node.NodeException;
import dev.bowstring.transport.log.OutputLog;
import dev.bowstring.transport.message.MessageFlags;
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
 * never held while somebody waits for a reader; a batch belongs to the thread that opened it and does without. Lock order:
 * this monitor, the log's lock, the pool's.
 */
public final class ArrowOutput {
    private final OutputLog log;
    private final NodeMemory memory;
    private final OutputArena arena;
    private final BufferAllocator allocator;
    private final SentSchemas schemas;
    private final DictionaryCopies dictionaryCopies;
    private volatile BatchPool pool = new BatchPool();
    private volatile @Nullable BatchOutgoing batch;
    /** Whether the batch has to be asked for its schema again: dictionaries decide how that looks in message format. */
    private volatile boolean otherDictionaries;

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
        BatchOutgoing current = batch;
        boolean next = current != null && current.batch().giveBackNext();
        return pool.giveBack() || next;
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
        dictionaryCopies.clear();
        otherDictionaries = true;
    }

    /**
     * A root on its way.
     *
     * @param share whether its vectors keep their buffers, which must not change any more; otherwise they are empty once
     *     it was sent
     * @throws NodeException if it cannot be sent, whatever the room
     */
    public synchronized Outgoing prepare(VectorSchemaRoot root, Metadata metadata, boolean share) {
        SentSchema schema = schemas.of(root);
        Draft draft = draft();
        draft.describe(schema, root.getRowCount(), 0, encoded(metadata));
        return new VectorsOutgoing(this, draft, root.getFieldVectors(), root, schemas.dictionaries(), share).begin();
    }

    /** A vector on its way. See {@link #prepare(VectorSchemaRoot, Metadata, boolean)}. */
    public synchronized Outgoing prepare(FieldVector vector, Metadata metadata, boolean share) {
        SentSchema schema = schemas.of(vector);
        Draft draft = draft();
        draft.describe(schema, vector.getValueCount(), MessageFlags.VECTOR, encoded(metadata));
        return new VectorsOutgoing(this, draft, List.of(vector), null, schemas.dictionaries(), share).begin();
    }

    /**
     * The open batch on its way. It ends its turn when it was sent; cancelled, it is open still.
     *
     * @throws NodeException if it is not open, or not complete
     */
    public Outgoing prepare(ArrowBatch open, Metadata metadata) {
        BatchOutgoing outgoing = batch;
        if (outgoing == null || outgoing.batch() != open || !open.turn().isOpen()) {
            throw new NodeException("the batch was sent or closed already", "ask the output for another");
        }
        if (open.turn().isOnItsWay()) {
            throw new NodeException("the batch is being sent already", "wait for the end of that send");
        }
        outgoing.draft.describe(open.schema(), open.root().getRowCount(), 0, encoded(metadata));
        return open.schema().dictionaries().length == 0 ? outgoing.begin() : beginSharing(outgoing);
    }

    private synchronized Outgoing beginSharing(BatchOutgoing outgoing) {
        SentSchema schema = outgoing.batch().schema();
        if (otherDictionaries && schemas.of(schema.schema()).id() != schema.id()) {
            throw new NodeException(
                    "the dictionaries have other types than those with which the batch was opened",
                    "close it and ask the output for another");
        }
        outgoing.dictionaries(schemas.dictionaries());
        return outgoing.begin();
    }

    private static byte[] encoded(Metadata metadata) {
        return metadata.isEmpty() ? Draft.NO_METADATA : metadata.toBytes();
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
    public @Nullable ArrowBatch batch(Schema schema, boolean evenWithoutMemory) {
        BatchOutgoing current = batch;
        ArrowBatch next =
                current != null && !otherDictionaries && current.batch().isOf(schema)
                        ? current.batch()
                        : batchOf(schema);
        if (!next.turn().open()) {
            throw stillOpen();
        }
        if (next.load() || evenWithoutMemory) {
            return next;
        }
        next.discard();
        return null;
    }

    /**
     * The output's batch for its last schema, opened and without rows, when that needs nothing but memory which waits for
     * it: the batch itself keeps the output's memory mapped. Otherwise null, then {@link #batch(Schema, boolean)} finds out.
     */
    public @Nullable ArrowBatch batchAtOnce(Schema schema) {
        BatchOutgoing current = batch;
        if (current == null
                || otherDictionaries
                || !current.batch().isOf(schema)
                || !current.batch().turn().open()) {
            return null;
        }
        if (current.batch().load()) {
            return current.batch();
        }
        current.batch().discard();
        return null;
    }

    private static NodeException stillOpen() {
        return new NodeException("the batch before was neither sent nor closed", "send or close it first");
    }

    private synchronized ArrowBatch batchOf(Schema schema) {
        SentSchema wanted = schemas.of(schema);
        BatchOutgoing current = batch;
        if (current != null && current.batch().schema().id() == wanted.id()) {
            otherDictionaries = false;
            return current.batch();
        }
        if (current != null && !current.batch().turn().open()) { // and never ends its turn: nobody else may open it
            throw stillOpen();
        }
        otherDictionaries = false;
        return newBatch(wanted).batch();
    }

    private BatchOutgoing newBatch(SentSchema schema) {
        BatchOutgoing before = batch;
        if (before != null) {
            before.batch().giveBackNext();
        }
        pool.close();
        pool = new BatchPool();
        ArrowBatch fresh = new ArrowBatch(schema, pool, arena, allocator);
        BatchOutgoing outgoing = new BatchOutgoing(this, fresh, new Draft(arena, dictionaryCopies));
        batch = outgoing;
        return outgoing;
    }

    /** Whether there is memory for the batch of the schema that was asked for last, or no need for any now. */
    public boolean isBatchReady() {
        BatchOutgoing current = batch;
        return current == null
                || current.batch().turn().isOpen()
                || current.batch().isReady();
    }

    /** How much memory the next batch needs if none returns. */
    public long batchBytes() {
        BatchOutgoing current = batch;
        return current == null ? 0 : current.batch().bytes();
    }

    /**
     * Its user closes a batch: ends the turn that {@code opener} has begun, if it is not over. A send that is under way ends it
     * instead, whatever becomes of that. Any thread.
     */
    public void closeBatch(ArrowBatch open, Thread opener) {
        if (open.turn().claim(opener)) {
            discard(open);
        }
    }

    /** Ends the turn of an open batch without sending it; does nothing otherwise. */
    void discard(ArrowBatch open) {
        if (open.turn().isOpen()) {
            open.discard();
            log.madeRoom(); // its set may be what another thread waits for
        }
    }

    /**
     * Gives back all memory that no message uses, and closes the allocator.
     *
     * @return what the user has not closed, if there is any: the arena must stay mapped then
     */
    public synchronized Optional<String> close() {
        BatchOutgoing current = batch;
        if (current != null && !end(current.batch())) {
            return Optional.of("a batch is open, another thread may be filling it");
        }
        pool.close();
        dictionaryCopies.close();
        Optional<String> leak = memory.close(allocator);
        return leak.isPresent() ? leak : keptOfBatches();
    }

    /** Whether no other thread has it open: then nobody opens it any more. */
    private boolean end(ArrowBatch last) {
        if (!last.turn().isOthers()) {
            discard(last); // this thread's own, or of one that is no more
        }
        boolean ended = last.turn().end();
        if (ended) {
            last.giveBackNext();
        }
        return ended;
    }

    /** Whether another thread has the batch open. */
    public boolean isBatchOpenElsewhere() {
        BatchOutgoing current = batch;
        return current != null && current.batch().turn().isOthers();
    }

    private Optional<String> keptOfBatches() {
        long kept = arena.sets().stream().filter(BufferSet::inUse).count();
        return kept == 0 ? Optional.empty() : Optional.of("buffers of " + kept + " batches were kept and not closed");
    }
}
