package dev.bowstring.node.arrow;

import dev.bowstring.transport.layout.MessageBlockLayout;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * The Arrow memory of one node: one root, because Arrow moves buffers only between allocators of one root, and a child for
 * each output and each input. Any thread.
 */
public final class NodeMemory implements AutoCloseable {
    private static final long ALIGNMENT = MessageBlockLayout.ALIGNMENT;

    private final ArenaAllocations allocations = new ArenaAllocations();
    private final RootAllocator root;

    public NodeMemory() {
        root = new RootAllocator(RootAllocator.configBuilder()
                .allocationManagerFactory(allocations)
                .roundingPolicy(NodeMemory::rounded)
                .build());
    }

    /** Arrow's own policy takes the next power of two, which would waste up to half of an arena. */
    private static long rounded(long bytes) {
        return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
    }

    /** For ordinary memory of the node itself. */
    public BufferAllocator root() {
        return root;
    }

    /** An allocator of ordinary memory. */
    public BufferAllocator ordinaryChild(String name) {
        return root.newChildAllocator(name, 0, Long.MAX_VALUE);
    }

    BufferAllocator arenaChild(String name, OutputArena arena) {
        BufferAllocator child = ordinaryChild(name);
        allocations.add(child, arena);
        return child;
    }

    /** Closes an allocator; what the user has not closed is described, and stays. */
    public Optional<String> close(BufferAllocator child) {
        try {
            child.close();
            return Optional.empty();
        } catch (IllegalStateException leak) {
            // Arrow tells of a leak by this exception, after it has closed the allocator; it is the user's to hear of.
            return Optional.of(String.valueOf(leak.getMessage()));
        } finally {
            allocations.remove(child);
        }
    }

    /**
     * Closes the root.
     *
     * @throws IllegalStateException naming what is still allocated
     */
    @Override
    public void close() {
        root.close();
    }
}
