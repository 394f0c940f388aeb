package dev.bowstring.transport.log;

import dev.bowstring.transport.arena.Arena;
import dev.bowstring.transport.arena.Block;
import org.jspecify.annotations.Nullable;

/**
 * Finds room for a block: cheap ways first, and never by waiting for a reader. Under the output's lock.
 *
 * <p>Memory that was used before comes first, because the first touch of a page costs a microsecond; messages that LOSSY
 * readers could still take go last. Idle memory goes before those, but after fresh memory: taken earlier, small blocks come to lie
 * where large sets did, sets are made anew again and again, and no less memory is touched in the end.
 */
final class Memory {
    private static final int MAX_EVICTIONS = 3;

    private final Arena arena;
    private final Publisher publisher;
    private IdleMemory idle = IdleMemory.NONE;

    Memory(Arena arena, Publisher publisher) {
        this.arena = arena;
        this.publisher = publisher;
    }

    void idle(IdleMemory idle) {
        this.idle = idle;
    }

    /** Steps 1 to 3: what is free, what the surplus leaves, what was never touched. */
    @Nullable Block find(long bytes) {
        arena.drainGivenBack();
        Block block = arena.allocateWarm(bytes);
        if (block == null) {
            publisher.reclaim();
            block = arena.allocateWarm(bytes);
        }
        if (block == null) {
            block = arena.allocateFresh(bytes);
        }
        if (block == null && publisher.commit()) { // what a burst has gathered is given back only once it was committed
            publisher.reclaim();
            block = free(bytes);
        }
        return block == null && idle.giveBack() ? free(bytes) : block;
    }

    /** Step 4: what LOSSY readers lose for it. */
    @Nullable Block evict(long bytes) {
        for (int round = 0; round < MAX_EVICTIONS && publisher.evict(bytes); round++) {
            idle.giveBack(); // sets of pooled batches whose message was just retired
            Block block = free(bytes);
            if (block != null) {
                return block;
            }
        }
        return null;
    }

    /** What nothing has to be retired or given back for. */
    @Nullable Block free(long bytes) {
        arena.drainGivenBack();
        Block block = arena.allocateWarm(bytes);
        return block != null ? block : arena.allocateFresh(bytes);
    }
}
