package dev.bowstring.node.arrow;

import dev.bowstring.transport.arena.Block;
import org.apache.arrow.memory.AllocationManager;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.BufferLedger;
import org.jspecify.annotations.Nullable;

/** One Arrow allocation that is a block of an output's arena; it owns one count of the block until it is released. */
final class ArenaAllocation extends AllocationManager {
    private final OutputArena arena;
    private final Block block;
    private final long address;
    private final long size;

    ArenaAllocation(BufferAllocator accounting, OutputArena arena, Block block, long size) {
        super(accounting);
        this.arena = arena;
        this.block = block;
        this.address = block.address();
        this.size = size;
    }

    /** The block of this arena in which a buffer lies, alive as long as the buffer is; null if it lies elsewhere. */
    static @Nullable Block blockOf(ArrowBuf buffer, OutputArena arena) {
        if (buffer.getReferenceManager() instanceof BufferLedger ledger
                && ledger.getAllocationManager() instanceof ArenaAllocation allocation
                && allocation.arena == arena) {
            return allocation.block;
        }
        return null;
    }

    /** What Arrow asked for, not the length of the block: it is what Arrow accounts for. */
    @Override
    public long getSize() {
        return size;
    }

    @Override
    protected long memoryAddress() {
        return address;
    }

    @Override
    protected void release0() {
        arena.giveBack(block);
    }
}
