package dev.bowstring.node.arrow;

import dev.bowstring.transport.arena.Block;
import dev.bowstring.transport.layout.MessageBlockLayout;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
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
    private static final long ALIGNMENT = MessageBlockLayout.ALIGNMENT;

    private final OutputArena arena;
    private final BatchPool pool;
    private final Block block;
    private final ArrowBuf[] buffers;
    private final long[] capacities;
    private final BufferList list;
    private @Nullable PooledPayload payload;
    private volatile boolean owned = true;

    private BufferSet(BatchPool pool, OutputArena arena, BufferAllocator allocator, Block block, long... capacities) {
        super(allocator);
        this.pool = pool;
        this.arena = arena;
        this.block = block;
        this.capacities = capacities;
        this.buffers = new ArrowBuf[capacities.length];
        this.list = new BufferList(buffers);
        long address = block.address();
        for (int i = 0; i < buffers.length; i++) {
            buffers[i] = new ArrowBuf(this, null, capacities[i], address);
            address += aligned(capacities[i]);
        }
    }

    /** A new set over a block of {@link #bytes}, which is the set's from here on. */
    static BufferSet over(
            Block block, BatchPool pool, OutputArena arena, BufferAllocator allocator, long... capacities) {
        BufferSet made = new BufferSet(pool, arena, allocator, block, capacities);
        arena.sets().add(made);
        return made;
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

    boolean isBuffer(int index, ArrowBuf buffer) {
        return buffers[index].equals(buffer); // a buffer equals itself alone
    }

    ArrowBuf buffer(int index) {
        return buffers[index];
    }

    /** Some buffers in a row, until the next call. */
    List<ArrowBuf> range(int from, int count) {
        return list.range(from, count);
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

    /** The payload of this set's messages, with a message block of at least this size; null if there is no room. */
    @Nullable PooledPayload payload(SentSchema schema, int metadataBytes) {
        if (payload == null || !payload.fits(schema, metadataBytes)) {
            PooledPayload larger = PooledPayload.reserve(this, arena, schema, metadataBytes);
            if (larger == null) {
                return null;
            }
            forgetPayload();
            payload = larger;
        }
        return payload;
    }

    /** Brings the lines that the next message writes into this processor's cache, while nothing waits for it. */
    void warm() {
        if (payload != null) {
            payload.warm();
        }
    }

    private void forgetPayload() {
        if (payload != null) {
            arena.giveBack(payload.messageBlock());
            payload = null;
        }
    }

    /** The pool keeps it no longer. */
    void disown() {
        owned = false;
        release();
    }

    /** Whether somebody has a buffer of it: the user, when no root has it loaded. */
    boolean inUse() {
        return getRefCount() > (owned ? 1 : 0);
    }

    /** The message that used it has left limbo, or there is none. */
    void returned() {
        pool.returned(this);
    }

    @Override
    void unreferenced() {
        arena.sets().remove(this);
        forgetPayload();
        arena.giveBack(block);
    }
}
