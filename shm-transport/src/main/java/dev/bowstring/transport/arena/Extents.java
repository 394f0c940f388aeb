package dev.bowstring.transport.arena;

import static dev.bowstring.transport.arena.ExtentTable.ABOVE;
import static dev.bowstring.transport.arena.ExtentTable.BELOW;
import static dev.bowstring.transport.arena.ExtentTable.HANDLE;
import static dev.bowstring.transport.arena.ExtentTable.LENGTH;
import static dev.bowstring.transport.arena.ExtentTable.NONE;
import static dev.bowstring.transport.arena.ExtentTable.START;

/**
 * The space of one arena file, in units of 64 bytes: extents, used and free in turn, up to the high-water mark, and
 * fresh memory above it.
 *
 * <pre>
 *   0        first                                        highWater                  end
 *   | header | used | used | free | used | free           | fresh                    |
 * </pre>
 */
final class Extents {
    private final ExtentTable table;
    private final FreeExtents free;
    private final ExtentStarts starts;
    private final int file;
    private final int first;
    private final int end;
    private int highWater;
    private int last = NONE;

    Extents(ExtentTable table, FreeExtents free, int file, int first, int end) {
        this.table = table;
        this.free = free;
        this.starts = new ExtentStarts(table, end);
        this.file = file;
        this.first = first;
        this.end = end;
        this.highWater = first;
    }

    int touched() {
        return highWater - first;
    }

    int fresh() {
        return end - highWater;
    }

    /** The extent just below the high-water mark, NONE while everything is fresh. */
    int last() {
        return last;
    }

    /** The extent that contains the unit, or NONE in the header or in fresh memory. */
    int at(int unit) {
        return unit < first || unit >= highWater ? NONE : starts.lastNotAbove(unit);
    }

    /** Turns the low end of a free extent into a used one. */
    void take(int extent, int units, int handle) {
        free.remove(extent);
        if (table.of(extent, LENGTH) > units) {
            free.add(split(extent, units));
        }
        table.put(extent, HANDLE, handle);
    }

    boolean hasFresh(int units) {
        int fresh = fresh();
        return fresh > 0 && fresh + shortTail(units) >= units;
    }

    /**
     * Raises the high-water mark, {@link #hasFresh} having said yes. A free extent below the mark that is too short for
     * the request is used along, or else memory that is all free could be useless because the mark lies within.
     */
    int takeFresh(int units, int handle) {
        int tail = shortTail(units);
        if (tail > 0) {
            touch(highWater - tail + units);
            take(last, units, handle);
        } else {
            append(units);
            table.put(last, HANDLE, handle);
        }
        return last;
    }

    /** Whether no used extent has a unit of {@code [from, to)}, which lies within the file. */
    boolean isVacant(int from, int to) {
        int extent = at(from);
        return extent == NONE || (table.isFree(extent) && (to <= table.end(extent) || extent == last));
    }

    /** How much of {@code [from, to)} is vacant, {@code from} being so. */
    int vacantUntil(int from, int to) {
        return isVacant(from, to) ? to : table.end(at(from));
    }

    /** Makes {@code [from, to)}, which is vacant, a used extent. */
    int mark(int from, int to, int handle) {
        if (to > highWater) {
            touch(to);
        }
        int extent = at(from);
        if (from > table.of(extent, START)) {
            free.remove(extent);
            int upper = split(extent, from - table.of(extent, START));
            free.add(extent);
            free.add(upper);
            extent = upper;
        }
        take(extent, to - from, handle);
        return extent;
    }

    /** Makes a used extent free and joins it with its free neighbours. */
    void release(int extent) {
        table.put(extent, HANDLE, NONE);
        int above = table.of(extent, ABOVE);
        if (above != NONE && table.isFree(above)) {
            free.remove(above);
            join(extent, above);
        }
        int joined = extent;
        int below = table.of(extent, BELOW);
        if (below != NONE && table.isFree(below)) {
            free.remove(below);
            join(below, extent);
            joined = below;
        }
        free.add(joined);
    }

    private int shortTail(int units) {
        int tail = last != NONE && table.isFree(last) ? table.of(last, LENGTH) : 0;
        return tail < units ? tail : 0;
    }

    /** Raises the high-water mark; the memory in between is free. */
    private void touch(int to) {
        if (last != NONE && table.isFree(last)) {
            free.remove(last);
            table.put(last, LENGTH, to - table.of(last, START));
            highWater = to;
        } else {
            append(to - highWater);
        }
        free.add(last);
    }

    private void append(int units) {
        int extent = table.create(file, highWater, units);
        insertAbove(last, extent);
        highWater += units;
    }

    private int split(int extent, int units) {
        int upper = table.create(file, table.of(extent, START) + units, table.of(extent, LENGTH) - units);
        table.put(extent, LENGTH, units);
        insertAbove(extent, upper);
        return upper;
    }

    private void insertAbove(int below, int extent) {
        int above = below == NONE ? NONE : table.of(below, ABOVE);
        table.put(extent, BELOW, below);
        table.put(extent, ABOVE, above);
        if (below != NONE) {
            table.put(below, ABOVE, extent);
        }
        if (above != NONE) {
            table.put(above, BELOW, extent);
        } else {
            last = extent;
        }
        starts.add(extent);
    }

    private void join(int lower, int upper) {
        starts.remove(upper);
        int above = table.of(upper, ABOVE);
        table.put(lower, LENGTH, table.of(lower, LENGTH) + table.of(upper, LENGTH));
        table.put(lower, ABOVE, above);
        if (above != NONE) {
            table.put(above, BELOW, lower);
        } else {
            last = lower;
        }
        table.release(upper);
    }
}
