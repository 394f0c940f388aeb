package dev.bowstring.benchmarks.cell;

/** The book-keeping of round trips, whichever way the answers come in. */
public final class PingLoop {
    private static final long EASE_NS = 1_000_000;

    private final Work work;
    private final Samples samples;
    private final long mostSamples;
    private final long easedUntilNs;
    private final long warmUntilNs;
    private long pauseAtNs;
    private long startNs;
    private long endNs;
    private long trips;

    /** Begins to warm up. */
    public PingLoop(Work work) {
        this.work = work;
        this.mostSamples = work.number("messages");
        this.samples = new Samples((int) mostSamples);
        long now = Clock.nowNs();
        this.easedUntilNs = now + work.ns("eased_ms");
        this.warmUntilNs = now + work.ns("warmup_ms");
    }

    /** A round trip begins; what its message says. */
    public long begin() {
        startNs = Clock.nowNs();
        return startNs < easedUntilNs ? Work.WARM_UP : startNs;
    }

    /** What the answer says to a message with this first word. */
    public static long answer(long value) {
        return value == Work.WARM_UP ? Work.WARM_UP : Work.NOT_RECORDED;
    }

    /** A round trip is over; whether another one follows. */
    public boolean answered() {
        long now = Clock.nowNs();
        trips++;
        if (endNs != 0) {
            samples.add(now - startNs);
        } else if (now > warmUntilNs) { // all of the time: compilers need it, however fast the messages go
            endNs = now + work.ns("measure_ms");
        } else if (now < easedUntilNs) {
            ease(now);
        }
        return endNs == 0 || (samples.count() < mostSamples && now < endNs);
    }

    /** Two processes that spin leave no processor to their compilers: for most of the warm-up one has pauses. */
    private void ease(long now) {
        if (now > pauseAtNs) {
            Clock.sleep(EASE_NS);
            pauseAtNs = now + 2 * EASE_NS;
        }
    }

    /** Leaves the result. */
    public void write() {
        work.result("ping", samples, trips, 0, 0);
    }
}
