package dev.bowstring.runtime.logs;

/** Lets so many lines through in a row, and so many a second for longer. Any thread. */
final class FloodGate {
    private static final long SECOND_NS = 1_000_000_000L;

    private final long lineNs;
    private final long fullNs;
    private long creditNs;
    private long lastNs;

    /**
     * A gate that is wide open.
     *
     * @param burst how many lines may come at once
     * @param perSecond how many may come for ever
     */
    FloodGate(int burst, int perSecond, long nowNs) {
        this.lineNs = SECOND_NS / perSecond;
        this.fullNs = burst * lineNs;
        this.creditNs = fullNs;
        this.lastNs = nowNs;
    }

    /** Whether the next line may pass. */
    synchronized boolean admits(long nowNs) {
        creditNs = Math.min(fullNs, creditNs + Math.max(0, nowNs - lastNs));
        lastNs = nowNs;
        if (creditNs < lineNs) {
            return false;
        }
        creditNs -= lineNs;
        return true;
    }
}
