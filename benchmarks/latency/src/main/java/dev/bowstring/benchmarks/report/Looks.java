package dev.bowstring.benchmarks.report;

/**
 * Two looks at the floor, right before and right after something was measured: half a round trip in microseconds, as it was
 * then.
 */
public record Looks(double beforeUs, double afterUs) {
    /** Two looks that differ by more than this see two machines; the floor itself varies by a few percent. */
    private static final double AGREEMENT = 1.3;

    /** So much a look varies by on one machine: three steps of the clock, which is most of 30 % of the smallest floors. */
    private static final double STEPS_US = 0.015;

    /** Whether both saw the same machine. */
    public boolean agree() {
        double most = Math.max(beforeUs, afterUs);
        double least = Math.min(beforeUs, afterUs);
        return most <= Math.max(AGREEMENT * least, least + STEPS_US);
    }
}
