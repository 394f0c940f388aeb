package dev.bowstring.node.arrow;

import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * The pooled batch of an output: one stable root, into which a set of used buffers is loaded for each turn. Guarded by its
 * output, but for the root, which is the filler's.
 */
public final class ArrowBatch {
    private final SentSchema schema;
    private final BatchPool pool;
    private final OutputArena arena;
    private final BufferAllocator allocator;
    private final VectorSchemaRoot root;
    private final FieldVector[] vectors;
    private @Nullable BufferSet set;
    private boolean open;
    /** Whether the user allocates for each turn, so that loading a set is in vain. */
    private boolean allocatesItself;

    ArrowBatch(SentSchema schema, BatchPool pool, OutputArena arena, BufferAllocator allocator) {
        this.schema = schema;
        this.pool = pool;
        this.arena = arena;
        this.allocator = allocator;
        root = VectorSchemaRoot.create(schema.schema(), allocator);
        vectors = FieldPlan.flatten(root.getFieldVectors());
    }

    /** The vectors to fill. They may have memory already: fill them with {@code setSafe}, without allocating anew. */
    public VectorSchemaRoot root() {
        return root;
    }

    SentSchema schema() {
        return schema;
    }

    boolean isOpen() {
        return open;
    }

    @Nullable BufferSet set() {
        return set;
    }

    /** How much memory the next turn needs if no set returns. */
    long bytes() {
        return BufferSet.bytes(pool.capacities());
    }

    /**
     * Begins a turn: with a set from the pool, or one that no reader needs any more, or a new one.
     *
     * @return false if there is no memory for a set; nothing has happened
     */
    boolean load() {
        long[] capacities = pool.capacities();
        if (capacities.length == 0) {
            return open();
        }
        BufferSet found = find(capacities);
        if (found == null) {
            return false;
        }
        found.load(vectors, schema.plans());
        set = found;
        return open();
    }

    private @Nullable BufferSet find(long... capacities) {
        BufferSet found = pool.take();
        if (found == null && pool.prefersMore()) {
            found = make(capacities);
        }
        if (found == null) {
            arena.log().reclaim();
            found = pool.take();
        }
        return found == null ? make(capacities) : found;
    }

    private @Nullable BufferSet make(long... capacities) {
        BufferSet made = BufferSet.reserve(pool, arena, allocator, capacities);
        if (made != null) {
            pool.made();
        }
        return made;
    }

    /** Begins a turn with empty vectors, whose allocations may become ordinary memory. */
    boolean open() {
        open = true;
        return true;
    }

    /** Whether all that was gathered from the root lies in the buffers that were loaded. */
    boolean isWhole(Gathered gathered, int buffers) {
        return set != null && set.is(gathered.buffers, buffers);
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
        BufferSet used = set;
        end();
        if (used != null && !whole) {
            used.release();
        }
    }

    /** Ends the turn without sending. */
    void discard() {
        BufferSet unused = set;
        end();
        if (unused != null) {
            pool.returned(unused);
        }
    }

    private void end() {
        open = false;
        set = null;
        root.clear();
    }
}
