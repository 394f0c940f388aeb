package dev.bowstring.node.session;

import dev.bowstring.node.Event;
import dev.bowstring.node.External;
import dev.bowstring.node.ExternalSource;
import dev.bowstring.node.session.wait.Signals;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of what comes from outside the dataflow. Filled on any thread, read under the consumer's; its head's time
 * stands in a volatile, so that a look at it takes no lock.
 */
final class SourceFeed<T> implements Feed, ExternalSource<T> {
    private static final long LOOK_MS = 100;

    private final String id;
    private final int capacity;
    private final NanoClock clock;
    private final Signals signals;
    private final Runnable wake;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Queue<External> queue = new ArrayDeque<>(); // guarded by lock
    private volatile Runnable whenTaken = () -> {};
    private volatile Runnable whenEnded = () -> {};
    private volatile Runnable whenEndTaken = () -> {};
    private volatile long headNs = Long.MAX_VALUE;
    private volatile boolean ended;
    private volatile boolean sealed; // the run drains: its end was seen
    private volatile @Nullable String problem;
    private @Nullable External taken;

    /** @param wake rings the node's own doorbell if somebody sleeps there */
    SourceFeed(String id, int capacity, NanoClock clock, Signals signals, Runnable wake) {
        this.id = id;
        this.capacity = capacity;
        this.clock = clock;
        this.signals = signals;
        this.wake = wake;
    }

    /** Called after each value that was taken out, on the consumer's thread. */
    void whenTaken(Runnable action) {
        whenTaken = action;
    }

    /** Called once, when the source ends, from whichever side. */
    void whenEnded(Runnable action) {
        whenEnded = action;
    }

    /** Called once, when its end is handed out, on the consumer's thread. */
    void whenEndTaken(Runnable action) {
        whenEndTaken = action;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public boolean offer(T value) {
        Objects.requireNonNull(value, "value");
        lock.lock();
        try {
            if (queue.size() >= capacity || isOver()) {
                return false;
            }
            long nowNs = clock.nanoTime();
            queue.add(new External(id, value, nowNs));
            if (queue.size() == 1) {
                headNs = nowNs;
            }
        } finally {
            lock.unlock();
        }
        wake.run();
        return true;
    }

    @Override
    public boolean put(T value) throws InterruptedException {
        boolean put = offer(value);
        while (!put && awaitRoom()) {
            put = offer(value);
        }
        return put;
    }

    /** Waits until there is room; false if there will never be any. L8: it looks again by itself whether it was stopped. */
    boolean awaitRoom() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            boolean over = isOver();
            while (!over && queue.size() >= capacity) {
                boolean signalled = room.await(LOOK_MS, TimeUnit.MILLISECONDS);
                over = (signalled && ended) || isOver();
            }
            return !over;
        } finally {
            lock.unlock();
        }
    }

    private boolean isOver() {
        return ended || sealed || signals.isClosed() || signals.draining() || signals.stop() != null;
    }

    @Override
    public int size() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        end(null);
    }

    @Override
    public void fail(String reason) {
        end(Objects.requireNonNull(reason, "reason"));
    }

    private void end(@Nullable String why) {
        lock.lock();
        try {
            if (ended) {
                return;
            }
            problem = why;
            if (why != null && queue.isEmpty()) {
                headNs = clock.nanoTime();
            }
            ended = true;
            room.signalAll();
        } finally {
            lock.unlock();
        }
        wake.run();
        whenEnded.run();
    }

    @Override
    public boolean counts() {
        return true;
    }

    @Override
    public long headTimeNs() {
        return headNs;
    }

    /** Under the lock: what {@code offer} has accepted is there, and once this was true it accepts nothing more. */
    @Override
    public boolean isClosed() {
        if (!ended && !signals.draining()) {
            return false;
        }
        lock.lock();
        try {
            sealed = true;
            return headNs == Long.MAX_VALUE;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean hasPin() {
        return true;
    }

    @Override
    public Taking take() {
        boolean empty;
        lock.lock();
        try {
            taken = queue.poll();
            empty = taken == null;
            headNs = nextHeadNs();
            room.signal();
        } finally {
            lock.unlock();
        }
        if (empty) {
            return problem == null ? Taking.NOTHING : Taking.CORRUPT;
        }
        whenTaken.run();
        return Taking.TAKEN;
    }

    private long nextHeadNs() {
        External next = queue.peek();
        if (next != null) {
            return next.arrivedNs();
        }
        return problem != null && taken != null ? taken.arrivedNs() : Long.MAX_VALUE;
    }

    @Override
    public Event event() {
        return Objects.requireNonNull(taken, "nothing was taken");
    }

    @Override
    public String problem() {
        return Objects.requireNonNull(problem, "nothing has failed");
    }

    @Override
    public void endTaken() {
        whenEndTaken.run();
    }

    @Override
    public void stopped() {
        close();
    }
}
