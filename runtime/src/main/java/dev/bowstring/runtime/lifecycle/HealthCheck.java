package dev.bowstring.runtime.lifecycle;

/**
 * Tells whether something still goes on, by a number that changes while it does. The clock is a parameter.
 *
 * <p>The number says nothing of when it changed, so it is looked at four times within the time allowed: what stands still is
 * noticed after that time, and a quarter of it later at the latest.
 */
public final class HealthCheck {
    private static final int LOOKS = 4;

    private final long timeoutNs;
    private long seen;
    private long sinceNs;
    private long nextNs;

    /** @param timeoutNs for how long it may stand still */
    public HealthCheck(long timeoutNs, long progress, long nowNs) {
        this.timeoutNs = timeoutNs;
        this.seen = progress;
        this.sinceNs = nowNs;
        this.nextNs = nowNs + timeoutNs / LOOKS;
    }

    /**
     * Looks, if it is time to.
     *
     * @param excused whether nothing is to be expected now
     * @return whether it has stood still for too long
     */
    public boolean failed(long progress, boolean excused, long nowNs) {
        if (nowNs - nextNs < 0) {
            return false;
        }
        if (excused || progress != seen) {
            seen = progress;
            sinceNs = nowNs;
        }
        long leftNs = sinceNs + timeoutNs - nowNs;
        nextNs = nowNs + Math.min(timeoutNs / LOOKS, Math.max(leftNs, 1));
        return leftNs <= 0;
    }

    /** How long until it is to look again; at least 0. */
    public long untilNextNs(long nowNs) {
        return Math.max(0, nextNs - nowNs);
    }
}
