package dev.bowstring.transport.doorbell;

import dev.bowstring.transport.segment.Fence;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * How the threads of one process wait for its doorbell. A process has one of these per {@link WaitingFor}, shared by all
 * its threads: the flag in the page is stored 0 by the last of them.
 */
public final class Sleep {
    /** The longest futex wait, should a ring be lost for a reason nobody thought of. L8 */
    static final long MAX_WAIT_NS = 1_000_000_000L;

    private final Doorbell own;
    private final WaitingFor what;
    private final Fence fence;
    private final Spin spin;
    private final NanoClock clock;
    private final Lock lock;
    private int sleepers; // guarded by lock

    /** @param own the doorbell of this process */
    public Sleep(Doorbell own, WaitingFor what, Fence fence, IdleStrategy strategy) {
        this(own, what, fence, strategy.spin(own::progress), SystemNanoClock.INSTANCE, new ReentrantLock());
    }

    Sleep(Doorbell own, WaitingFor what, Fence fence, Spin spin, NanoClock clock, Lock lock) {
        this.own = own;
        this.what = what;
        this.fence = fence;
        this.spin = spin;
        this.clock = clock;
        this.lock = lock;
    }

    /**
     * Waits until {@code look} is true, the deadline has passed or this thread is interrupted; the interrupted flag stays
     * as it is. Who interrupts a thread rings the doorbell afterwards: a futex call does not notice an interruption.
     *
     * @param look looks at everything that may end the wait, with acquire or volatile loads; called often, from this
     *     thread
     * @param deadlineNs on the clock of {@link System#nanoTime}; {@link Long#MAX_VALUE} for none
     * @return what {@code look} said last
     */
    public boolean await(BooleanSupplier look, long deadlineNs) {
        if (look.getAsBoolean() || spin.spin(look, deadlineNs)) {
            return true;
        }
        while (!Thread.currentThread().isInterrupted() && remainingNs(deadlineNs) > 0) {
            if (sleepOnce(look, deadlineNs)) {
                return true;
            }
        }
        return look.getAsBoolean();
    }

    private boolean sleepOnce(BooleanSupplier look, long deadlineNs) {
        int bell = own.bell(); // before the look: a ring after it makes the futex call return at once
        announce();
        try {
            fence.full(); // StoreLoad: who commits after this look sees WAITING; pairs with the fence of the ringer
            if (look.getAsBoolean()) {
                return true;
            }
            long waitNs = Math.min(MAX_WAIT_NS, remainingNs(deadlineNs));
            if (waitNs > 0 && !Thread.currentThread().isInterrupted()) {
                own.awaitRing(bell, waitNs);
            }
            return false;
        } finally {
            withdraw();
        }
    }

    private void announce() {
        lock.lock();
        try {
            sleepers++;
            own.waiting(what, true);
        } finally {
            lock.unlock();
        }
    }

    /** Under the lock, or the 0 of a thread that leaves could overwrite the 1 of a thread that comes. */
    private void withdraw() {
        lock.lock();
        try {
            if (--sleepers == 0) {
                own.waiting(what, false);
            }
        } finally {
            lock.unlock();
        }
    }

    private long remainingNs(long deadlineNs) {
        return deadlineNs == Long.MAX_VALUE ? Long.MAX_VALUE : deadlineNs - clock.nanoTime();
    }
}
