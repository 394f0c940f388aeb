package dev.bowstring.node.arrow;

import java.util.AbstractList;
import java.util.RandomAccess;
import org.apache.arrow.memory.ArrowBuf;

/** A range of an array as a list that is moved instead of made anew. */
final class BufferList extends AbstractList<ArrowBuf> implements RandomAccess {
    private ArrowBuf[] buffers;
    private int from;
    private int size;

    BufferList(ArrowBuf... buffers) {
        this.buffers = buffers;
    }

    BufferList over(ArrowBuf[] others, int count) {
        buffers = others;
        return range(0, count);
    }

    BufferList range(int newFrom, int newSize) {
        from = newFrom;
        size = newSize;
        return this;
    }

    @Override
    public ArrowBuf get(int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        return buffers[from + index];
    }

    @Override
    public int size() {
        return size;
    }
}
