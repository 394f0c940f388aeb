package dev.bowstring.transport.arena;

import java.util.Arrays;

/**
 * The records of all extents of an arena, one cache line each, in one array of ints: so that splitting and joining
 * extents makes no garbage, and storing a link costs no write barrier of the garbage collector.
 *
 * <pre>
 *   START, LENGTH      where it lies in its file, in units of 64 bytes
 *   BELOW, ABOVE       its neighbours by address
 *   FILE               index of its file
 *   HANDLE             the handle of its block; NONE while it is free
 *   LEFT .. SAME_NEXT  links of {@link FreeExtents}, while it is free
 *   REHEARSAL, FAR_END marks of {@link Rehearsal}
 * </pre>
 */
final class ExtentTable {
    /** No extent, no handle. */
    static final int NONE = 0;

    static final int START = 0;
    static final int LENGTH = 1;
    static final int BELOW = 2;
    static final int ABOVE = 3;
    static final int FILE = 4;
    static final int HANDLE = 5;
    static final int LEFT = 6;
    static final int RIGHT = 7;
    static final int PARENT = 8;
    static final int SAME_PREVIOUS = 9;
    static final int SAME_NEXT = 10;
    static final int REHEARSAL = 11;
    static final int FAR_END = 12;

    private static final int RECORD_SHIFT = 4;
    private static final int INITIAL_EXTENTS = 256;
    private static final int MAX_EXTENTS = 1 << 26;

    private int[] words = new int[INITIAL_EXTENTS << RECORD_SHIFT];
    private int neverUsed = 1;
    private int released = NONE;

    int of(int extent, int field) {
        return words[(extent << RECORD_SHIFT) + field];
    }

    void put(int extent, int field, int value) {
        words[(extent << RECORD_SHIFT) + field] = value;
    }

    /** The first unit behind the extent. */
    int end(int extent) {
        return of(extent, START) + of(extent, LENGTH);
    }

    boolean isFree(int extent) {
        return of(extent, HANDLE) == NONE;
    }

    /** A free extent without neighbours. */
    int create(int file, int start, int length) {
        int extent = released;
        if (extent != NONE) {
            released = of(extent, ABOVE);
        } else {
            extent = next();
        }
        put(extent, START, start);
        put(extent, LENGTH, length);
        put(extent, BELOW, NONE);
        put(extent, ABOVE, NONE);
        put(extent, FILE, file);
        put(extent, HANDLE, NONE);
        put(extent, REHEARSAL, NONE);
        return extent;
    }

    void release(int extent) {
        put(extent, ABOVE, released);
        released = extent;
    }

    private int next() {
        if (neverUsed << RECORD_SHIFT == words.length) {
            if (neverUsed == MAX_EXTENTS) {
                throw new IllegalStateException("too many extents: limit=" + MAX_EXTENTS);
            }
            words = Arrays.copyOf(words, words.length * 2);
        }
        return neverUsed++;
    }
}
