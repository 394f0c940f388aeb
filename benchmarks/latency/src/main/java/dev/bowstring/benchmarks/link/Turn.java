package dev.bowstring.benchmarks.link;

import dev.bowstring.transport.doorbell.Futex;
import java.lang.invoke.VarHandle;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A counter that one process advances and the other waits for. Spinning, that is one store and one load; blocking, a
 * short spin first, then a futex on the counter itself, with a flag beside it so that nobody wakes who does not sleep.
 *
 * <pre>
 *   0         8       128
 *   | COUNTER | VALUE | SLEEPING |
 * </pre>
 */
final class Turn {
    /** In bytes of the file. */
    static final int LENGTH = 256;

    private static final int VALUE = 8;
    private static final int SLEEPING = 128;
    private static final int SPINS = 2_000;
    private static final long LONGEST_NS = 1_000_000_000L;

    private final UnsafeBuffer memory;
    private final int counter;
    private final boolean blocking;
    private final Futex futex = Futex.system();

    Turn(UnsafeBuffer memory, int counter, boolean blocking) {
        this.memory = memory;
        this.counter = counter;
        this.blocking = blocking;
    }

    void pass(long round, long value) {
        memory.putLong(counter + VALUE, value); // in the line of the counter: comes with it
        memory.putLongRelease(counter, round); // pairs with the load in arrived
        if (blocking) {
            VarHandle.fullFence(); // StoreLoad: who announces its sleep after this sees the counter; pairs with sleep
            if (memory.getLongVolatile(counter + SLEEPING) != 0) {
                futex.wakeAll(memory.addressOffset() + counter);
            }
        }
    }

    /** Waits for this round; its value. */
    long await(long round) {
        for (int spins = 0; !arrived(round); spins++) {
            if (blocking && spins >= SPINS) {
                sleep(round);
            } else {
                Thread.onSpinWait();
            }
        }
        return memory.getLong(counter + VALUE);
    }

    private void sleep(long round) {
        memory.putLongVolatile(counter + SLEEPING, 1);
        VarHandle.fullFence(); // pairs with the fence in pass
        if (!arrived(round)) {
            // Little-endian: the futex word is the low half of the counter, which is one behind until the turn comes.
            futex.await(memory.addressOffset() + counter, (int) (round - 1), LONGEST_NS);
        }
        memory.putLongVolatile(counter + SLEEPING, 0);
    }

    private boolean arrived(long round) {
        return memory.getLongAcquire(counter) >= round; // pairs with the store in pass
    }
}
