package dev.bowstring.transport.arena;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The blocks given back by any thread and not yet dropped: a stack through the blocks themselves, which is only ever
 * emptied whole, so that a block taken off and pushed again cannot confuse a push under way.
 *
 * <p>A block is on it once, whatever the number of counts given back: the one that raises the number from 0 pushes, the
 * drain reads the link before it takes the number back to 0. Pushing is lock-free, draining wait-free.
 */
final class GivenBack {
    private final AtomicReference<@Nullable Block> top = new AtomicReference<>();

    void push(Block block) {
        if (block.addGivenBack() != 0) { // it is on the stack, and the drain that takes it off will see this count
            return;
        }
        Block below;
        do {
            below = top.get();
            block.nextGivenBack = below;
        } while (!top.compareAndSet(below, block)); // release; pairs with takeAll
    }

    boolean isEmpty() {
        return top.get() == null;
    }

    /** The top one; the others follow through their links. */
    @Nullable Block takeAll() {
        return top.getAndSet(null); // acquire; pairs with push
    }
}
