package dev.bowstring.node.session.wait;

import dev.bowstring.node.NodeException;
import dev.bowstring.node.Tick;
import dev.bowstring.node.Timer;
import java.time.Duration;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * Ticks at start + n periods, however late it is asked: deadlines are absolute, so it does not drift. Armed on any thread,
 * fired by the consumer; the monitor makes a cancelled deadline one that is not fired.
 */
public final class NodeTimer implements Timer {
    static final long IDLE = Long.MAX_VALUE;

    private final String id;
    private final NanoClock clock;
    private final Runnable rearmed;
    private long periodNs; // 0: once
    private volatile long deadlineNs = IDLE;

    /** @param rearmed called when the deadline has changed: the consumer may be asleep until the old one */
    NodeTimer(String id, NanoClock clock, Runnable rearmed) {
        this.id = id;
        this.clock = clock;
        this.rearmed = rearmed;
    }

    @Override
    public String id() {
        return id;
    }

    long deadlineNs() {
        return deadlineNs;
    }

    @Override
    public void every(Duration period) {
        long ns = Deadline.nanos(period);
        if (ns <= 0) {
            throw new NodeException("timer '" + id + "' cannot tick every " + period, "give a positive period");
        }
        arm(ns, ns);
    }

    @Override
    public void after(Duration delay) {
        arm(Math.max(0, Deadline.nanos(delay)), 0);
    }

    private void arm(long delayNs, long newPeriodNs) {
        start(clock.nanoTime(), delayNs, newPeriodNs);
        rearmed.run();
    }

    /** Ticks every so often from a moment on. */
    public void start(long nowNs, long ns) {
        if (ns <= 0) {
            throw new IllegalArgumentException("period of timer " + id + ": periodNs=" + ns);
        }
        start(nowNs, ns, ns);
    }

    private synchronized void start(long nowNs, long delayNs, long newPeriodNs) {
        periodNs = newPeriodNs;
        deadlineNs = Deadline.after(nowNs, delayNs);
    }

    @Override
    public synchronized void cancel() {
        deadlineNs = IDLE;
    }

    /** The tick of the latest deadline that has passed, which stands for those before it; null if none has any more. */
    synchronized @Nullable Tick fire(long nowNs) {
        if (deadlineNs == IDLE || nowNs < deadlineNs) {
            return null;
        }
        long missed = periodNs == 0 ? 0 : (nowNs - deadlineNs) / periodNs;
        long scheduledNs = deadlineNs + missed * periodNs;
        deadlineNs = periodNs == 0 ? IDLE : Deadline.after(scheduledNs, periodNs);
        return new Tick(id, missed, scheduledNs);
    }
}
