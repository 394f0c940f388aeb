package dev.bowstring.node.session;

import dev.bowstring.node.NodeException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that one thread at a time asks for events, so that two consumers never steal from each other. A call holds
 * the node until it returns; an iteration until it ends, or its thread does.
 */
final class Consumer {
    private static final long QUIET_NS = TimeUnit.SECONDS.toNanos(1);

    private final String node;
    private final AtomicReference<@Nullable Thread> calling = new AtomicReference<>();
    private volatile @Nullable Thread iterating;

    Consumer(String node) {
        this.node = node;
    }

    /** Before a call that is not part of an iteration; {@link #leave} follows in any case. */
    void enter() {
        Thread me = Thread.currentThread();
        if (iterating == me) {
            return;
        }
        Thread other = calling.compareAndExchange(null, me);
        if (other != null) {
            throw refusal(other);
        }
        Thread iterator = iterating; // after the exchange: an iteration that starts now is refused itself
        if (iterator != null && iterator.isAlive()) {
            calling.set(null);
            throw refusal(iterator);
        }
    }

    void leave() {
        if (iterating != Thread.currentThread()) {
            calling.set(null);
        }
    }

    /** From here this thread alone may ask for events. */
    void beginIteration() {
        if (iterating != Thread.currentThread()) {
            enter();
            iterating = Thread.currentThread();
            calling.set(null);
        }
    }

    /** Before each step of an iteration: one that was left behind may not go on beside another thread's. */
    void continueIteration() {
        Thread owner = iterating;
        if (owner != Thread.currentThread()) {
            throw owner == null ? refusal(Thread.currentThread()) : refusal(owner);
        }
    }

    void endIteration() {
        iterating = null;
    }

    /**
     * Waits, at most a second, until no other thread is inside a call or a turn of its iteration. The node is closed, so
     * none of them waits any more.
     *
     * @return whether none is
     */
    boolean awaitQuiet() {
        long deadlineNs = System.nanoTime() + QUIET_NS;
        while (!isQuiet() && System.nanoTime() < deadlineNs) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return isQuiet();
    }

    private boolean isQuiet() {
        Thread me = Thread.currentThread();
        Thread caller = calling.get();
        Thread iterator = iterating;
        return (caller == null || caller == me) && (iterator == null || iterator == me || !iterator.isAlive());
    }

    private NodeException refusal(Thread other) {
        return new NodeException(
                "the events of node '" + node + "' are read by thread '" + other.getName() + "' already",
                "read them in one thread and hand messages on with retain()");
    }
}
