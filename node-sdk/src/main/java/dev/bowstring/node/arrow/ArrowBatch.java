package dev.bowstring.node.arrow;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The pooled batch of an output: one stable root, into which a set of used buffers is loaded for each turn. It
 * belongs to the thread that opened it, until its turn ends.
 */
public final class ArrowBatch {
    private final SentSchema schema;
    private final BatchPool pool;
    private final OutputArena arena;
    private final BufferAllocator allocator;
    private final VectorSchemaRoot root;
    private final LoadedVectors vectors;
    private final List<FieldVector> columns;
    private final AtomicBoolean open = new AtomicBoolean();
    private volatile @Nullable Thread opener;
    private @Nullable BufferSet set;
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

    boolean isOpen() {
        return open.get();
    }

    /** Begins a turn, which is the caller's until it ends; false if another is under way. */
    boolean tryOpen() {
        boolean mine = open.compareAndSet(false, true);
        if (mine) {
            opener = Thread.currentThread();
        }
        return mine;
    }

    /** Whether another thread than this one has it open, and may be filling it. */
    boolean isOthers() {
        Thread other = opener;
        return open.get() && other != Thread.currentThread() && (other == null || other.isAlive());
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
            return true; // nobody knows yet how much the user needs
        }
        BufferSet found = find(capacities);
        if (found == null) {
            return false;
        }
        vectors.load(found);
        set = found;
        return true;
    }

    /** Whether {@link #load} would find memory now; what is found stays in the pool. Any thread. */
    boolean isReady() {
        long[] capacities = pool.capacities();
        BufferSet found = capacities.length == 0 ? null : find(capacities);
        if (found != null) {
            pool.returned(found);
        }
        return found != null || capacities.length == 0;
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
        BufferSet used = empty();
        if (used != null && !whole) {
            used.disown();
        }
        open.set(false); // after all else: whoever opens it next sees it empty
    }

    /** Ends the turn without sending. */
    void discard() {
        BufferSet unused = empty();
        if (unused != null) {
            pool.returned(unused);
        }
        open.set(false);
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
