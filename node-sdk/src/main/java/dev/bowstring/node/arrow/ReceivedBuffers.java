package dev.bowstring.node.arrow;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.ReferenceManager;

/**
 * The buffers that messages were loaded with before. A publisher fills the same memory again and again, and making a buffer
 * takes longer than finding it. The consumer thread.
 */
final class ReceivedBuffers {
    private static final int MOST_PLACES = 64;
    private static final int MOST_BUFFERS = 1 << 10;
    /** Spreads addresses that are multiples of 64 and equally far apart: 2^64 / the golden ratio. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final ReferenceManager memory;
    private ArrowBuf[] known = new ArrowBuf[0];
    /** For each buffer of a message, a power of two; 0 when there are too many of them. */
    private int places;

    private int expected;

    ReceivedBuffers(ReferenceManager memory) {
        this.memory = memory;
    }

    /** Before the buffers of a message with so many. */
    void expect(int count) {
        if (count > expected) {
            expected = count;
            places = Math.min(MOST_PLACES, Integer.highestOneBit(MOST_BUFFERS / count));
            known = new ArrowBuf[count * places];
        }
    }

    /** The buffer over this memory, all of it written. */
    ArrowBuf at(int index, long address, long length) {
        if (places == 0) {
            return make(address, length);
        }
        int place = index * places + ((int) ((address * SPREAD) >>> Integer.SIZE) & (places - 1));
        ArrowBuf buffer = known[place];
        if (buffer != null && buffer.memoryAddress() == address && buffer.capacity() == length) {
            buffer.readerIndex(0);
            buffer.writerIndex(length);
            return buffer;
        }
        buffer = make(address, length);
        known[place] = buffer;
        return buffer;
    }

    private ArrowBuf make(long address, long length) {
        ArrowBuf buffer = new ArrowBuf(memory, null, length, address);
        buffer.writerIndex(length); // vectors of view types go by it when they are forwarded
        return buffer;
    }
}
