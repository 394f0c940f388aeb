package dev.bowstring.transport.message;

/** A table of longs that only grows: the heap copy of one section of a message block. */
final class Words {
    private final int columns;
    private long[] values = new long[0];
    int count;

    Words(int columns) {
        this.columns = columns;
    }

    void resize(int rows) {
        count = rows;
        int needed = Math.multiplyExact(rows, columns);
        if (values.length < needed) {
            values = new long[Math.max(needed, 8 * columns)];
        }
    }

    void set(int row, int column, long value) {
        values[row * columns + column] = value;
    }

    long get(int row, int column) {
        if (row >= count) {
            throw new IndexOutOfBoundsException(row);
        }
        return values[row * columns + column];
    }
}
