package dev.bowstring.benchmarks.jmh;

import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A word of its own for each direction. */
final class WordEnd implements Rung.End {
    private static final int NONE = 0;
    private static final int APART = 256;

    private final UnsafeBuffer memory;
    private final int own;
    private final int other;
    private long last = NONE;

    private WordEnd(UnsafeBuffer memory, int own, int other) {
        this.memory = memory;
        this.own = own;
        this.other = other;
    }

    static Rung.Pair pair() {
        UnsafeBuffer memory = new UnsafeBuffer(ByteBuffer.allocateDirect(3 * APART));
        return new Rung.Pair(new WordEnd(memory, APART, 2 * APART), new WordEnd(memory, 2 * APART, APART), () -> {});
    }

    @Override
    public void send(long number) {
        memory.putLongRelease(own, number); // pairs with the load in receive
    }

    @Override
    public long receive() {
        long number = memory.getLongAcquire(other);
        while (number == last) {
            Thread.onSpinWait();
            number = memory.getLongAcquire(other);
        }
        last = number;
        return number;
    }
}
