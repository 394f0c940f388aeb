package dev.bowstring.node.session;

import dev.bowstring.node.NodeException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that one consumer at a time asks for events, so that two never steal from each other. A call holds the node
 * until it returns, an asynchronous consumer from its claim to its release, an iteration until it ends or its thread does, or
 * until that thread asks by stages or subscribers: then it was left, by a break perhaps, and may not go on.
 */
public final class Consumer {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long PAUSE_NS = TimeUnit.MICROSECONDS.toNanos(20);

    private final String node;
    private final AtomicReference<@Nullable Object> holder = new AtomicReference<>(); // a Thread in a call, or a Claim
    private volatile @Nullable Thread iterating;
    private int left; // how many iterations were; under the thread that iterates
    private volatile Runnable whenFree = () -> {};
    private volatile Runnable whenLeft = () -> {};

    Consumer(String node) {
        this.node = node;
    }

    /** An asynchronous consumer. Its {@code toString} says to users what it is. */
    interface Claim {
        /** Asks for nothing any more, and has begun to let go. */
        boolean leaves();

        /** Whether no other thread than this one is at the events on its behalf. */
        boolean isQuiet();
    }

    /** Called whenever a call or an iteration lets go of the node. */
    void whenFree(Runnable action) {
        whenFree = action;
    }

    /** Called on the thread of an iteration that is left: what it has lent is not valid any more. */
    void whenLeft(Runnable action) {
        whenLeft = action;
    }

    /** Before a call that is not part of an iteration; {@link #leave} follows in any case. */
    void enter() {
        Thread me = Thread.currentThread();
        if (iterating != me) {
            acquire(me);
        }
    }

    private void acquire(Object who) {
        Object other = holder.compareAndExchange(null, who);
        if (other instanceof Claim claim && other != who && awaitRelease(claim)) {
            other = holder.compareAndExchange(null, who);
        }
        if (other != null && !(other == who && who instanceof Claim)) {
            whenFree.run(); // whoever made room for this one may return
            throw refusal(other);
        }
        Thread iterator = iterating; // after the exchange: an iteration that starts now is refused itself
        if (iterator != null && iterator.isAlive()) {
            holder.set(null);
            throw refusal(iterator);
        }
    }

    /** A consumer that was cancelled just now needs a moment to notice. */
    private boolean awaitRelease(Claim claim) {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (holder.get() == claim && claim.leaves() && System.nanoTime() < deadlineNs) {
            LockSupport.parkNanos(this, PAUSE_NS); // by name, so that it is told from a wait for what may never come
        }
        return holder.get() != claim;
    }

    void leave() {
        if (iterating != Thread.currentThread()) {
            holder.set(null);
            whenFree.run();
        }
    }

    /** From here this thread alone may ask for events. Returns what {@link #continueIteration} wants to know. */
    int beginIteration() {
        if (iterating != Thread.currentThread()) {
            enter();
            iterating = Thread.currentThread();
            holder.set(null);
        }
        return left;
    }

    /** Before each step of an iteration: one that was left behind may not go on beside another consumer. */
    void continueIteration(int leftBefore) {
        Thread owner = iterating;
        if (owner == Thread.currentThread() && left == leftBefore) {
            return;
        }
        if (owner != null && owner != Thread.currentThread()) {
            throw refusal(owner);
        }
        throw new NodeException(
                "this iteration of the events of node '" + node + "' was left when its thread asked for events by "
                        + "nextEvent() or publisher(), or is continued on another thread",
                "read the events in one way at a time, or start another iteration");
    }

    /** It has come to its end, perhaps within another of this thread, which has then as well. */
    void endIteration() {
        if (iterating == Thread.currentThread()) {
            iterating = null;
            whenFree.run();
        }
    }

    /** From here this asynchronous consumer alone may ask for events. Claiming again changes nothing. */
    void claim(Claim claim) {
        if (iterating == Thread.currentThread()) {
            leaveIteration(claim);
        } else {
            acquire(claim);
        }
    }

    private void leaveIteration(Claim claim) {
        whenLeft.run(); // before anybody else can be at the stream
        Object other = holder.compareAndExchange(null, claim);
        if (other != null && other != claim) {
            throw refusal(other);
        }
        left++;
        iterating = null;
    }

    /** As {@link #claim}, but false instead of a refusal. */
    boolean tryClaim(Claim claim) {
        if (!holder.compareAndSet(null, claim)) {
            return false;
        }
        Thread iterator = iterating;
        if (iterator != null && iterator.isAlive()) {
            holder.set(null);
            return false;
        }
        return true;
    }

    boolean isHeldBy(Claim claim) {
        return holder.get() == claim;
    }

    void release(Claim claim) {
        holder.compareAndSet(claim, null);
    }

    /**
     * Waits, at most a second, until no other thread is inside a call or a turn of its iteration. The node is closed, so
     * none of them waits any more.
     *
     * @return whether none is
     */
    boolean awaitQuiet() {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!isQuiet() && System.nanoTime() < deadlineNs) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return isQuiet();
    }

    private boolean isQuiet() {
        Thread me = Thread.currentThread();
        Object caller = holder.get();
        Thread iterator = iterating;
        boolean noCaller = caller == null || caller == me || (caller instanceof Claim claim && claim.isQuiet());
        return noCaller && (iterator == null || iterator == me || !iterator.isAlive());
    }

    private NodeException refusal(Object other) {
        String who = other instanceof Thread thread ? "thread '" + thread.getName() + "'" : other.toString();
        return new NodeException(
                "the events of node '" + node + "' are read by " + who + " already",
                "read them in one place and hand messages on with retain()");
    }
}
