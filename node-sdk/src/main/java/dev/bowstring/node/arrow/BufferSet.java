package dev.bowstring.node.arrow;

import dev.bowstring.transport.arena.Block;
import dev.bowstring.transport.layout.MessageBlockLayout;
import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.jspecify.annotations.Nullable;

/**
 * The buffers of a pooled batch: one block, cut once, filled and sent again and again.
 *
 * <pre>
 *   idle in the pool -- load --> in the root -- send --> in a message -- returned --> idle
 *                                    \------- discarded ----------------------------^
 * </pre>
 *
 * <p>The set owns the one count of its block. A reference that outlives its turn (a vector transferred out of the root,
 * say) takes the set out of the pool: its block goes when that reference does.
 */
final class BufferSet extends CountedReferences {
    private static final ArrowFieldNode NO_VALUES = new ArrowFieldNode(0, -1);
    private static final long ALIGNMENT = MessageBlockLayout.ALIGNMENT;

    private final OutputArena arena;
    private final BatchPool pool;
    private final Block block;
    private final ArrowBuf[] buffers;
    private final long[] capacities;
    private @Nullable PooledPayload payload;

    private BufferSet(BatchPool pool, OutputArena arena, BufferAllocator allocator, Block block, long... capacities) {
        super(allocator);
        this.pool = pool;
        this.arena = arena;
        this.block = block;
        this.capacities = capacities;
        this.buffers = new ArrowBuf[capacities.length];
        long address = block.address();
        for (int i = 0; i < buffers.length; i++) {
            buffers[i] = new ArrowBuf(this, null, capacities[i], address);
            address += aligned(capacities[i]);
        }
    }

    /** A new set in the arena; null if that has no room. */
    static @Nullable BufferSet reserve(
            BatchPool pool, OutputArena arena, BufferAllocator allocator, long... capacities) {
        Block block = arena.reserve(bytes(capacities));
        return block == null ? null : new BufferSet(pool, arena, allocator, block, capacities);
    }

    /** The block that buffers of these capacities need. */
    static long bytes(long... capacities) {
        long bytes = ALIGNMENT;
        for (long capacity : capacities) {
            bytes += aligned(capacity);
        }
        return bytes;
    }

    private static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
    }

    boolean isOf(OutputArena other) {
        return arena == other;
    }

    Block block() {
        return block;
    }

    /** Whether these, the first so many, are the set's buffers, each in its place. */
    boolean is(ArrowBuf[] others, int count) {
        if (count != buffers.length) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (!buffers[i].equals(others[i])) { // a buffer equals itself alone
                return false;
            }
        }
        return true;
    }

    boolean hasCapacities(long... others) {
        return Arrays.equals(capacities, others);
    }

    int size() {
        return buffers.length;
    }

    /** Where a buffer starts in the block. */
    long offset(int buffer) {
        return buffers[buffer].memoryAddress() - block.address();
    }

    /** Puts the buffers into empty vectors, as if they had just been allocated. */
    void load(FieldVector[] vectors, FieldPlan[] plans) {
        BufferList own = new BufferList(buffers);
        adopting();
        int from = 0;
        for (int i = 0; i < vectors.length; i++) {
            BufferSpec[] specs = plans[i].buffers();
            for (int j = 0; j < specs.length; j++) {
                clean(buffers[from + j], specs[j]);
            }
            vectors[i].loadFieldBuffers(NO_VALUES, own.range(from, specs.length));
            from += specs.length;
        }
        adopted();
    }

    /** All validity, because a value that was written beyond the last row may have left a bit anywhere. */
    private static void clean(ArrowBuf buffer, BufferSpec spec) {
        if (spec.validity()) {
            buffer.setZero(0, buffer.capacity());
        } else if (spec.offsets()) {
            buffer.setZero(0, Math.min(Long.BYTES, buffer.capacity()));
        }
    }

    /** The payload of this set's messages, with a message block of at least this size; null if there is no room. */
    @Nullable PooledPayload payload(SentSchema schema, int nodes, int metadataBytes) {
        if (payload == null || !payload.fits(schema, metadataBytes)) {
            PooledPayload larger = PooledPayload.reserve(this, arena, schema, nodes, metadataBytes);
            if (larger == null) {
                return null;
            }
            forgetPayload();
            payload = larger;
        }
        return payload;
    }

    private void forgetPayload() {
        if (payload != null) {
            arena.giveBack(payload.messageBlock());
            payload = null;
        }
    }

    /** The message that used it has left limbo, or there is none. */
    void returned() {
        pool.returned(this);
    }

    @Override
    void unreferenced() {
        forgetPayload();
        arena.giveBack(block);
    }
}
