package dev.bowstring.node.arrow;

import dev.bowstring.transport.arena.Block;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.arrow.memory.AllocationManager;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.memory.unsafe.UnsafeAllocationManager;
import org.jspecify.annotations.Nullable;

/**
 * Where the allocators of a node get their memory: those below an output's from its arena while that has room, all others
 * from ordinary memory. Any thread.
 */
final class ArenaAllocations implements AllocationManager.Factory {
    private static final AllocationManager.Factory ORDINARY = ordinary();

    private final Map<BufferAllocator, OutputArena> arenas = new ConcurrentHashMap<>();

    /** The allocators must be initialised first: while that is under way they read FACTORY, and would find null. */
    private static AllocationManager.Factory ordinary() {
        Objects.requireNonNull(RootAllocator.configBuilder());
        return UnsafeAllocationManager.FACTORY;
    }

    void add(BufferAllocator allocator, OutputArena arena) {
        arenas.put(allocator, arena);
    }

    void remove(BufferAllocator allocator) {
        arenas.remove(allocator);
    }

    @Override
    public AllocationManager create(BufferAllocator accounting, long size) {
        OutputArena arena = arenaOf(accounting);
        if (arena == null) {
            return ORDINARY.create(accounting, size);
        }
        Block block = arena.reserve(size);
        if (block == null) {
            arena.counters().fellBack(size);
            return ORDINARY.create(accounting, size);
        }
        return new ArenaAllocation(accounting, arena, block, size);
    }

    /** Arrow gives every child allocator the factory of its parent, so the arena is found by walking up. */
    private @Nullable OutputArena arenaOf(BufferAllocator accounting) {
        for (BufferAllocator at = accounting; at != null; at = at.getParentAllocator()) {
            OutputArena arena = arenas.get(at);
            if (arena != null) {
                return arena;
            }
        }
        return null;
    }

    @Override
    public ArrowBuf empty() {
        return ORDINARY.empty();
    }
}
