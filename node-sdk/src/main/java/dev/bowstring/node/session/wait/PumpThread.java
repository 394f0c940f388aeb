package dev.bowstring.node.session.wait;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A thread of the SDK's own, for what no thread of the user waits for: started when it is needed first, parked while there
 * is nothing to do, gone when the node is closed. A daemon: the program ends when its own threads do.
 */
public final class PumpThread {
    private static final long PATIENCE_MS = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;
    private boolean started; // guarded by lock
    private long signals; // guarded by lock
    private volatile boolean closed; // written under the lock

    public PumpThread(String name, Runnable work) {
        thread = new Thread(work, name);
        thread.setDaemon(true);
    }

    /** Guards what the thread parks for. Never held while user code runs. */
    public void lock() {
        lock.lock();
    }

    public void unlock() {
        lock.unlock();
    }

    /** There may be something to do. Under the lock. */
    public void signal() {
        if (!started && !closed) {
            started = true;
            thread.start();
        }
        signals++;
        changed.signal();
    }

    /** As {@link #signal}, without the lock. */
    public void lockAndSignal() {
        lock.lock();
        try {
            signal();
        } finally {
            lock.unlock();
        }
    }

    /** Parks until {@link #signal}. Under the lock, on the thread itself. */
    public void park() {
        long before = signals;
        while (signals == before) {
            changed.awaitUninterruptibly();
        }
    }

    public boolean isClosed() {
        return closed;
    }

    /** A continuation of the user may have left its interrupt on this thread, which would never sleep again. */
    public static void forgetInterruption() {
        if (Thread.interrupted()) {
            Thread.onSpinWait(); // whoever meant it has no business with this thread
        }
    }

    /** Ends the thread, which was woken already wherever else it sleeps. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            signals++;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the thread has ended, unless it is the calling one. */
    public void join() {
        try {
            if (thread != Thread.currentThread()) {
                thread.join(PATIENCE_MS); // at once if it was never started
            }
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt(); // the caller looks itself whether all is quiet
        }
    }
}
