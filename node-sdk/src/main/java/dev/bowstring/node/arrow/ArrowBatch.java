package dev.bowstring.node.arrow;

import dev.bowstring.transport.arena.Block;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The pooled batch of an output: one stable root, into which a set of used buffers is loaded for each {@linkplain BatchTurn
 * turn}. It belongs to the thread that opened it, until its turn ends. Being open is also what keeps the output's memory
 * mapped, so that a turn needs no other guard.
 */
public final class ArrowBatch {
    private final SentSchema schema;
    private final BatchPool pool;
    private final OutputArena arena;
    private final BufferAllocator allocator;
    private final VectorSchemaRoot root;
    private final LoadedVectors vectors;
    private final List<FieldVector> columns;
    private final BatchTurn turn = new BatchTurn();
    /** What the next turn takes: cleaned and in this processor's cache, while nobody waited for it. */
    private final AtomicReference<@Nullable BufferSet> next = new AtomicReference<>();

    private @Nullable BufferSet set;
    private long usedBytes;
    /** Whether the user allocates for each turn, so that loading a set is in vain. */
    private boolean allocatesItself;

    ArrowBatch(SentSchema schema, BatchPool pool, OutputArena arena, BufferAllocator allocator) {
        this.schema = schema;
        this.pool = pool;
        this.arena = arena;
        this.allocator = allocator;
        root = VectorSchemaRoot.create(schema.schema(), allocator);
        columns = root.getFieldVectors();
        vectors = new LoadedVectors(columns, schema.plans());
    }

    /** The vectors to fill. They may have memory already: fill them with {@code setSafe}, without allocating anew. */
    public VectorSchemaRoot root() {
        return root;
    }

    SentSchema schema() {
        return schema;
    }

    /** Whether this is its very schema; an equal one is found too, but not as fast. */
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(Schema other) {
        return schema.schema() == other;
    }

    List<FieldVector> columns() {
        return columns;
    }

    /** Whose turn it is. */
    public BatchTurn turn() {
        return turn;
    }

    @Nullable BufferSet set() {
        return set;
    }

    /** How much memory the next turn needs if no set returns. */
    long bytes() {
        return BufferSet.bytes(pool.capacities());
    }

    /**
     * Gives the vectors memory: a set from the pool, or one that no reader needs any more, or a new one.
     *
     * @return false if there is no room for a set; the vectors are empty then, and what the user allocates for them may
     *     become ordinary memory
     */
    boolean load() {
        long[] capacities = pool.capacities();
        if (capacities.length == 0) {
            giveBackNext();
            return true; // nobody knows yet how much the user needs
        }
        BufferSet found = next.getAndSet(null);
        if (found != null && !found.hasCapacities(capacities)) {
            pool.returned(found);
            found = null;
        }
        if (found == null) {
            found = find(capacities);
            if (found == null) {
                return false;
            }
            vectors.clean(found);
        }
        vectors.load(found);
        set = found;
        return true;
    }

    /** Whether {@link #load} would find memory now; what is found stays in the pool. Any thread. */
    boolean isReady() {
        if (next.get() != null) {
            return true;
        }
        long[] capacities = pool.capacities();
        BufferSet found = capacities.length == 0 ? null : find(capacities);
        if (found != null) {
            pool.returned(found);
        }
        return found != null || capacities.length == 0;
    }

    private @Nullable BufferSet find(long... capacities) {
        BufferSet found = pool.take();
        if (found == null && pool.prefersMore(usedBytes)) { // but not at the price of what sets could return
            found = make(arena.reserveFree(BufferSet.bytes(capacities)), capacities);
        }
        if (found == null) {
            arena.log().reclaim();
            found = pool.take();
        }
        return found == null ? make(arena.reserve(BufferSet.bytes(capacities)), capacities) : found;
    }

    private @Nullable BufferSet make(@Nullable Block block, long... capacities) {
        if (block == null) {
            return null;
        }
        pool.made();
        return BufferSet.over(block, pool, arena, allocator, capacities);
    }

    /** Whether everything still lies in the buffers that were loaded; then {@link #vectors} describes it. */
    boolean isWhole() {
        return set != null && vectors.isWhole(set);
    }

    LoadedVectors vectors() {
        return vectors;
    }

    /** The user's filling has outgrown the set: from here on sets are as large as what it became. */
    void outgrown(Gathered gathered, int buffers) {
        if (!schema.isPoolable() || allocatesItself) {
            return;
        }
        long[] capacities = Arrays.stream(gathered.buffers, 0, buffers)
                .mapToLong(ArrowBuf::capacity)
                .toArray();
        allocatesItself = set != null && Arrays.equals(capacities, pool.capacities());
        if (allocatesItself) {
            pool.resize();
        } else {
            pool.resize(capacities);
        }
    }

    /** Ends the turn after a commit. The message has the set, or counts of the blocks it was made of. */
    void sent(boolean whole) {
        turn.away();
        BufferSet used = empty();
        if (used != null && !whole) {
            used.disown();
        }
        if (whole) {
            usedBytes = vectors.usedBytes();
            prepareNext();
        }
        turn.over();
    }

    /**
     * Cleans the set of the next turn now: the lines that it writes were read by other processors last, and to get them
     * back takes longer than everything else that a small message needs.
     */
    private void prepareNext() {
        BufferSet idle = pool.take();
        if (idle != null) {
            vectors.clean(idle);
            idle.warm();
            next.set(idle);
        }
    }

    /** Gives back what was prepared for the next turn. Any thread. */
    boolean giveBackNext() {
        BufferSet prepared = next.getAndSet(null);
        if (prepared != null) {
            pool.returned(prepared);
        }
        return prepared != null;
    }

    /** Ends the turn without sending. */
    void discard() {
        BufferSet unused = empty();
        if (unused != null) {
            pool.returned(unused);
        }
        turn.over();
    }

    private @Nullable BufferSet empty() {
        BufferSet used = set;
        set = null;
        if (used == null) {
            root.clear();
            return null;
        }
        used.quiet();
        root.clear();
        used.loud(0);
        return used;
    }
}
