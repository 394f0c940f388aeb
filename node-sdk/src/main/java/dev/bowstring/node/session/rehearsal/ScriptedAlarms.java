package dev.bowstring.node.session.rehearsal;

import dev.bowstring.node.session.wait.Alarms;
import dev.bowstring.node.session.wait.Deadline;
import dev.bowstring.node.session.wait.PumpThread;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Who is to be called at a time of a rehearsal, by a thread of its own: the node is not at rest until they have been. That
 * thread sleeps as those of the node do, so that time passes though nobody else waits.
 */
final class ScriptedAlarms implements Alarms {
    private static final long WAKING_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final ScriptedTime time;
    private final Runnable atEnd;
    private final PumpThread thread;
    private final PriorityQueue<Alarm> pending = new PriorityQueue<>(
            Comparator.comparingLong(Alarm::deadlineNs).thenComparingLong(Alarm::number)); // guarded by this
    private long added; // guarded by this
    private volatile @Nullable Thread calling;
    private volatile boolean waking; // a thread that waited for what was called seems to wait until it runs again

    /** @param atEnd told while something is waited for that will not come to pass */
    ScriptedAlarms(String node, ScriptedTime time, Runnable atEnd) {
        this.time = time;
        this.atEnd = atEnd;
        thread = new PumpThread("bowstring-delays-" + node, this::run);
        time.alarms(this);
    }

    private record Alarm(long deadlineNs, long number, Runnable action) {}

    @Override
    public Runnable after(long delayNs, Runnable action) {
        Alarm alarm = add(Deadline.after(time.nanoTime(), delayNs), action);
        signal();
        return () -> callOff(alarm);
    }

    private synchronized Alarm add(long deadlineNs, Runnable action) {
        Alarm alarm = new Alarm(deadlineNs, added++, action);
        pending.add(alarm);
        return alarm;
    }

    private void callOff(Alarm alarm) {
        synchronized (this) {
            pending.remove(alarm);
        }
        time.changed();
    }

    private void signal() {
        thread.lock();
        try {
            thread.signal();
        } finally {
            thread.unlock();
        }
        time.changed();
    }

    /** When somebody is to be called next; {@link Long#MAX_VALUE} when nobody is. */
    synchronized long nextDeadlineNs() {
        Alarm first = pending.peek();
        return first == null ? Long.MAX_VALUE : first.deadlineNs();
    }

    /** Whether everybody was called whose time has come, or the one who is called waits for something himself. */
    synchronized boolean areAtRest() {
        Thread caller = calling;
        boolean quiet = caller == null ? nextDeadlineNs() > time.nanoTime() : ScriptedTime.isIdle(caller);
        return quiet && !waking;
    }

    private void run() {
        try {
            while (awaitOne()) {
                PumpThread.forgetInterruption();
                time.await(this::look, Long.MAX_VALUE, atEnd);
                callThoseDue();
            }
        } catch (AssertionError givenUp) {
            Thread.currentThread().interrupt(); // the node's own thread was told: there is nobody to tell here
        }
    }

    private boolean awaitOne() {
        thread.lock();
        try {
            while (!thread.isClosed() && nextDeadlineNs() == Long.MAX_VALUE) {
                thread.park();
            }
            return !thread.isClosed();
        } finally {
            thread.unlock();
        }
    }

    private boolean look() {
        long next = nextDeadlineNs();
        return thread.isClosed() || next == Long.MAX_VALUE || next <= time.nanoTime();
    }

    private void callThoseDue() {
        Alarm due = begin();
        while (due != null) {
            waking = true;
            try {
                due.action().run();
            } finally {
                calling = null;
            }
            due = begin();
        }
        LockSupport.parkNanos(WAKING_NS);
        waking = false;
        time.changed(); // whoever found the node busy looks again
    }

    /** At no moment is one neither pending nor called. */
    private synchronized @Nullable Alarm begin() {
        if (thread.isClosed() || nextDeadlineNs() > time.nanoTime()) {
            return null;
        }
        calling = Thread.currentThread();
        return pending.poll();
    }

    /** The node closes. */
    void close() {
        thread.close();
        time.changed();
        thread.join();
    }
}
