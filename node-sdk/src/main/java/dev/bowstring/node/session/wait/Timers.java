package dev.bowstring.node.session.wait;

import dev.bowstring.node.Tick;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/** All timers of a node. Added on any thread, looked at and fired under the consumer's. */
public final class Timers {
    private final NanoClock clock;
    private final Runnable wake;
    private volatile NodeTimer[] timers = new NodeTimer[0];
    private volatile boolean rearmed;

    /** @param wake rings the node's own doorbell if somebody sleeps there */
    public Timers(NanoClock clock, Runnable wake) {
        this.clock = clock;
        this.wake = wake;
    }

    NanoClock clock() {
        return clock;
    }

    /** The timer of that name; null if there is none. */
    public @Nullable NodeTimer named(String id) {
        for (NodeTimer timer : timers) {
            if (timer.id().equals(id)) {
                return timer;
            }
        }
        return null;
    }

    /** A further timer, which is idle. */
    public synchronized NodeTimer add(String id) {
        NodeTimer timer = new NodeTimer(id, clock, this::rearmed);
        NodeTimer[] more = Arrays.copyOf(timers, timers.length + 1);
        more[timers.length] = timer;
        timers = more;
        return timer;
    }

    /** A deadline has changed: who waits until an old one has to look again. Any thread. */
    private void rearmed() {
        rearmed = true;
        wake.run();
    }

    /** Whether a deadline has changed since {@link #look}. */
    public boolean haveChanged() {
        return rearmed;
    }

    /** The deadlines are looked at from here on. */
    public void look() {
        if (rearmed) {
            rearmed = false;
        }
    }

    public List<String> ids() {
        return Arrays.stream(timers).map(NodeTimer::id).toList();
    }

    /** When the next tick is due; {@link Long#MAX_VALUE} when no timer is armed. */
    public long nextDeadlineNs() {
        long next = NodeTimer.IDLE;
        for (NodeTimer timer : timers) {
            next = Math.min(next, timer.deadlineNs());
        }
        return next;
    }

    /** Whether the clock has passed a deadline; the clock is not read when there is none. */
    public boolean due(long deadlineNs) {
        return deadlineNs != NodeTimer.IDLE && deadlineNs <= clock.nanoTime();
    }

    /** The tick of the timer with the earliest deadline, ties going by declaration; null if it was cancelled just now. */
    public @Nullable Tick fire() {
        NodeTimer earliest = null;
        long deadlineNs = NodeTimer.IDLE;
        for (NodeTimer timer : timers) {
            long itsNs = timer.deadlineNs();
            if (itsNs < deadlineNs) {
                earliest = timer;
                deadlineNs = itsNs;
            }
        }
        return earliest == null ? null : earliest.fire(clock.nanoTime());
    }
}
