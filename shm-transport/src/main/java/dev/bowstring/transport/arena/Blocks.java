package dev.bowstring.transport.arena;

import static dev.bowstring.transport.arena.ExtentTable.NONE;

import java.util.Arrays;

/**
 * The block objects of one arena: as many as were ever live at once, and {@value #REST} more that rest between two
 * lives, first in, first out, so that a stale reference is noticed when it is used soon. To hand one out or take one
 * back stores no reference.
 */
final class Blocks {
    /** How many blocks must go after one before its object is used again. */
    static final int REST = 256;

    private final Arena owner;
    private Block[] byHandle = new Block[REST];
    private int made;
    private int resting;
    private int firstResting;
    private int lastResting;

    Blocks(Arena owner) {
        this.owner = owner;
    }

    Block of(int handle) {
        return byHandle[handle - 1];
    }

    /** A block without a place yet. */
    Block take(ArenaFile file) {
        if (resting <= REST) {
            return make(file);
        }
        Block block = of(firstResting);
        firstResting = block.nextResting;
        resting--;
        return block;
    }

    void rest(Block block) {
        block.extent = NONE;
        if (resting == 0) {
            firstResting = block.handle;
        } else {
            of(lastResting).nextResting = block.handle;
        }
        lastResting = block.handle;
        resting++;
    }

    private Block make(ArenaFile file) {
        if (made == byHandle.length) {
            byHandle = Arrays.copyOf(byHandle, made * 2);
        }
        Block block = new Block(owner, made + 1, file);
        byHandle[made++] = block;
        return block;
    }
}
