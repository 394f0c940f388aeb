package dev.bowstring.transport.arena;

import static dev.bowstring.transport.arena.ExtentTable.ABOVE;
import static dev.bowstring.transport.arena.ExtentTable.NONE;
import static dev.bowstring.transport.arena.ExtentTable.START;

/**
 * Finds the extent of one file that contains a given unit. Per page of 64 units (4 KiB) it knows the first extent that
 * starts there; the pages where any starts are bits of a tree of words, 64 to a word, so that the nearest one below is
 * found in a handful of steps. It costs 1/1000 of the file's size.
 */
final class ExtentStarts {
    private static final int SHIFT = 6;

    private final ExtentTable table;
    private final int[] firstInPage;
    private final long[][] filledPages;

    ExtentStarts(ExtentTable table, int units) {
        this.table = table;
        this.firstInPage = new int[words(units)];
        int levels = 1;
        for (int words = words(firstInPage.length); words > 1; words = words(words)) {
            levels++;
        }
        this.filledPages = new long[levels][];
        int words = firstInPage.length;
        for (int level = 0; level < levels; level++) {
            words = words(words);
            filledPages[level] = new long[words];
        }
    }

    void add(int extent) {
        int start = table.of(extent, START);
        int page = start >> SHIFT;
        int first = firstInPage[page];
        if (first == NONE) {
            fill(page);
        }
        if (first == NONE || table.of(first, START) > start) {
            firstInPage[page] = extent;
        }
    }

    /** The extent must still have its place among its neighbours. */
    void remove(int extent) {
        int page = table.of(extent, START) >> SHIFT;
        if (firstInPage[page] != extent) {
            return;
        }
        int above = table.of(extent, ABOVE);
        if (above != NONE && table.of(above, START) >> SHIFT == page) {
            firstInPage[page] = above;
        } else {
            firstInPage[page] = NONE;
            clear(page);
        }
    }

    /** The extent with the highest start that is not above {@code unit}; there must be one. */
    int lastNotAbove(int unit) {
        int page = unit >> SHIFT;
        int extent = firstInPage[page];
        if (extent == NONE || table.of(extent, START) > unit) {
            extent = firstInPage[filledBelow(page)];
        }
        int above = table.of(extent, ABOVE);
        while (above != NONE && table.of(above, START) <= unit) { // at most 63 times: all of them start in this page
            extent = above;
            above = table.of(extent, ABOVE);
        }
        return extent;
    }

    private void fill(int page) {
        int bit = page;
        for (long[] level : filledPages) {
            long before = level[bit >> SHIFT];
            level[bit >> SHIFT] = before | (1L << bit);
            if (before != 0) {
                return;
            }
            bit >>= SHIFT;
        }
    }

    private void clear(int page) {
        int bit = page;
        for (long[] level : filledPages) {
            long after = level[bit >> SHIFT] & ~(1L << bit);
            level[bit >> SHIFT] = after;
            if (after != 0) {
                return;
            }
            bit >>= SHIFT;
        }
    }

    private int filledBelow(int page) {
        int level = 0;
        int bit = page;
        long below = below(level, bit);
        while (below == 0) {
            level++;
            bit >>= SHIFT;
            below = below(level, bit);
        }
        bit = highest(bit, below);
        while (level > 0) {
            level--;
            bit = highest(bit << SHIFT, filledPages[level][bit]);
        }
        return bit;
    }

    private long below(int level, int bit) {
        return filledPages[level][bit >> SHIFT] & ((1L << bit) - 1);
    }

    private static int highest(int bitOfWord, long word) {
        return (bitOfWord >> SHIFT << SHIFT) + 63 - Long.numberOfLeadingZeros(word);
    }

    private static int words(int bits) {
        return (bits + 63) >> SHIFT;
    }
}
