package dev.bowstring.benchmarks.cell;

/** What the programs of a contender do before they are measured, by what has to become warm. */
public enum WarmUp {
    /** Programs that were compiled before, or are not compiled at all: their memory, and the ways to it. */
    OF_MEMORY(1000, 1000, 0),
    /**
     * JVMs: their compilers too. These get rests where both processors are busy nearly all of the time, or where whoever
     * wakes up waits until a compiler lets it go on; and more time where many of them share the processors.
     */
    OF_COMPILERS(3000, 6000, 5500);

    private static final int PAIR = 2;
    private static final int MOST_PAIRS = 4;
    private static final int LARGEST_EAGER = 64 << 10;
    private static final int HZ = 5000;
    private static final int HZ_OF_ALL = 10_000;
    private static final long SECOND_NS = 1_000_000_000L;

    private final int pacedMs;
    private final int unpacedMs;
    private final int easedMs;

    WarmUp(int pacedMs, int unpacedMs, int easedMs) {
        this.pacedMs = pacedMs;
        this.unpacedMs = unpacedMs;
        this.easedMs = easedMs;
    }

    /** Its part of {@link Cell#text}. */
    String text(Cell cell, long periodNs) {
        boolean busy = cell.workload() == Workload.SATURATED || cell.workload() == Workload.PING_PONG;
        int pairs = Math.max(1, Math.min(MOST_PAIRS, cell.width() / PAIR));
        return "warmup_ms=" + (busy ? pairs * unpacedMs : pacedMs)
                + ",eased_ms=" + (busy ? pairs * easedMs : 0)
                + ",warmup_period_ns=" + periodNs(cell, periodNs);
    }

    /** Faster than measured, so that it comes to its end, unless the payload takes too long. */
    private static long periodNs(Cell cell, long periodNs) {
        boolean light = cell.bytes() <= LARGEST_EAGER || !cell.fill();
        int hz = Math.min(HZ, HZ_OF_ALL / cell.width()); // many processes on two processors do less each
        return light ? Math.min(periodNs, SECOND_NS / hz) : periodNs;
    }
}
