package dev.bowstring.node.session.send;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Counts the threads inside an output, so that nothing is unmapped below one of them. Any thread. */
public final class InFlight {
    private static final int CLOSED = Integer.MIN_VALUE;
    private static final long CLOSE_NS = TimeUnit.SECONDS.toNanos(1);

    private final AtomicInteger threads = new AtomicInteger();

    /** False once it is closed; otherwise {@link #leave} must follow. */
    public boolean enter() {
        boolean open = threads.incrementAndGet() > 0;
        if (!open) {
            threads.decrementAndGet();
        }
        return open;
    }

    public void leave() {
        threads.decrementAndGet();
    }

    /** Whether no thread gets in any more. */
    public boolean isClosed() {
        return threads.get() < 0;
    }

    /**
     * Lets no thread in any more and waits, at most a second, for those inside.
     *
     * @param others whether somebody who does not enter is inside as well
     * @return whether none is left that entered
     */
    public boolean close(BooleanSupplier others) {
        int before = threads.get();
        while (before >= 0 && !threads.compareAndSet(before, before + CLOSED)) {
            before = threads.get();
        }
        long deadlineNs = System.nanoTime() + CLOSE_NS;
        while ((threads.get() != CLOSED || others.getAsBoolean()) && System.nanoTime() < deadlineNs) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return threads.get() == CLOSED;
    }
}
