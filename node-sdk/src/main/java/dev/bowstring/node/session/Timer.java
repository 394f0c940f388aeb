package dev.bowstring.node.session;

import dev.bowstring.node.Tick;

/** Ticks at start + n periods, however late it is asked: deadlines are absolute, so it does not drift. */
final class Timer {
    private final String id;
    private final long periodNs;
    private long deadlineNs;

    Timer(String id, long periodNs, long startNs) {
        if (periodNs <= 0) {
            throw new IllegalArgumentException("period of timer " + id + ": periodNs=" + periodNs);
        }
        this.id = id;
        this.periodNs = periodNs;
        this.deadlineNs = startNs + periodNs;
    }

    long deadlineNs() {
        return deadlineNs;
    }

    /** The tick of the latest deadline that has passed; it stands for those before it. */
    Tick fire(long nowNs) {
        long missed = Math.max(0, nowNs - deadlineNs) / periodNs;
        long scheduledNs = deadlineNs + missed * periodNs;
        deadlineNs = scheduledNs + periodNs;
        return new Tick(id, missed, scheduledNs);
    }
}
