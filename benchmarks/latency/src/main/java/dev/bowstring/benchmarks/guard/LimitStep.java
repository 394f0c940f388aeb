package dev.bowstring.benchmarks.guard;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** What handing over a message takes at the very least: a clock read, a line written, one store that commits, one fence. */
final class LimitStep implements Step {
    private static final int LINE = 64;
    private static final int LINES = 256;

    private final UnsafeBuffer memory = new UnsafeBuffer(ByteBuffer.allocateDirect(LINE * (LINES + 1)));

    @Override
    public long times(int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            int line = LINE * (1 + i % LINES);
            memory.putLong(line, System.nanoTime());
            for (int word = Long.BYTES; word < LINE; word += Long.BYTES) {
                memory.putLong(line + word, i);
            }
            memory.putLongRelease(0, i); // as a commit is; nobody reads it here
            VarHandle.fullFence(); // as before the look at who sleeps
            sum += memory.getLongVolatile(line);
        }
        return sum;
    }

    @Override
    public void close() {
        // Plain memory of this process.
    }
}
