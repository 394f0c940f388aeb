package dev.bowstring.transport.arena;

import static dev.bowstring.transport.arena.ExtentTable.ABOVE;
import static dev.bowstring.transport.arena.ExtentTable.BELOW;
import static dev.bowstring.transport.arena.ExtentTable.FAR_END;
import static dev.bowstring.transport.arena.ExtentTable.NONE;
import static dev.bowstring.transport.arena.ExtentTable.REHEARSAL;
import static dev.bowstring.transport.arena.ExtentTable.START;

/**
 * Drops blocks in thought, one after the other, to find out when a request would fit; changes nothing. It takes constant
 * time per drop: extents that would be free beside each other form a run, and the two ends of a run know each other.
 *
 * <p>Valid until the arena changes; each {@link Arena#rehearse} starts it over. Same thread rule as {@link Arena}.
 */
public final class Rehearsal {
    private final Arena arena;
    private final ExtentTable table;
    private int number;
    private int units;
    private boolean fits;

    Rehearsal(Arena arena, ExtentTable table) {
        this.arena = arena;
        this.table = table;
    }

    Rehearsal start(int requestedUnits, boolean fitsAlready) {
        number = number == Integer.MAX_VALUE ? 1 : number + 1;
        units = requestedUnits;
        fits = fitsAlready;
        return this;
    }

    /** Whether the request would fit, after all the drops so far. */
    public boolean fits() {
        return fits;
    }

    /**
     * Takes one count of a live block away, in thought.
     *
     * @return whether the request would fit now
     * @throws IllegalStateException when the block has no count left
     */
    public boolean drop(Block block) {
        arena.requireLive(block);
        if (block.rehearsal != number) {
            block.rehearsal = number;
            block.rehearsedDrops = 0;
        }
        int left = block.count - ++block.rehearsedDrops;
        if (left < 0) {
            throw new IllegalStateException("more drops than counts: block=" + block);
        }
        if (left == 0) {
            fits |= runAfterFreeing(block) >= units;
        }
        return fits;
    }

    private int runAfterFreeing(Block block) {
        int low = block.extent;
        int high = block.extent;
        int below = table.of(block.extent, BELOW);
        if (wouldBeFree(below)) {
            low = farEnd(below);
        }
        int above = table.of(block.extent, ABOVE);
        if (wouldBeFree(above)) {
            high = farEnd(above);
        }
        mark(block.extent, block.extent);
        mark(low, high);
        mark(high, low);
        Extents extents = block.file().extents();
        int freshBehind = high == extents.last() ? extents.fresh() : 0;
        return table.end(high) - table.of(low, START) + freshBehind;
    }

    private boolean wouldBeFree(int extent) {
        return extent != NONE && (table.isFree(extent) || table.of(extent, REHEARSAL) == number);
    }

    /** A neighbour is always the end of its run, since the extent beside it is not part of any run yet. */
    private int farEnd(int extent) {
        return table.of(extent, REHEARSAL) == number ? table.of(extent, FAR_END) : extent;
    }

    private void mark(int extent, int farEnd) {
        table.put(extent, REHEARSAL, number);
        table.put(extent, FAR_END, farEnd);
    }
}
