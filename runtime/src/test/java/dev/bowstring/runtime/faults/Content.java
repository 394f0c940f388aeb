package dev.bowstring.runtime.faults;

import dev.bowstring.node.Message;
import dev.bowstring.node.Output;
import java.util.Optional;
import org.apache.arrow.vector.BigIntVector;

/** Messages whose number determines every value in them, so that one that was written over is told by any part of it. */
final class Content {
    private static final int LENGTHS = 257; // from 2 KiB down to a few bytes: blocks of many sizes
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Content() {}

    static BigIntVector of(long number, Output output) {
        BigIntVector vector = new BigIntVector("n", output.allocator());
        int length = length(number);
        vector.allocateNew(length);
        for (int i = 0; i < length; i++) {
            vector.set(i, value(number, i));
        }
        vector.setValueCount(length);
        return vector;
    }

    /** The number of a message; empty if it is torn. */
    static Optional<Long> number(Message message) {
        BigIntVector vector = message.vector(BigIntVector.class);
        if (vector.getValueCount() == 0 || vector.getNullCount() != 0) {
            return Optional.empty();
        }
        long number = vector.get(0);
        boolean whole = vector.getValueCount() == length(number);
        for (int i = 0; whole && i < length(number); i++) {
            whole = vector.get(i) == value(number, i);
        }
        return whole ? Optional.of(number) : Optional.empty();
    }

    private static int length(long number) {
        return 1 + (int) Math.floorMod(number * GOLDEN >>> 7, LENGTHS);
    }

    private static long value(long number, int index) {
        return index == 0 ? number : (number + index) * GOLDEN ^ (long) index << 48;
    }
}
