package dev.bowstring.benchmarks.cell;

/** The book-keeping of round trips, whichever way the answers come in. */
public final class PingLoop {
    private final Work work;
    private final Samples samples;
    private final long mostSamples;
    private final Ease ease;
    private final long warmUntilNs;
    private long startNs;
    private long said;
    private long endNs;
    private long trips;

    /** Begins to warm up. */
    public PingLoop(Work work) {
        this.work = work;
        this.mostSamples = work.number("messages");
        this.samples = new Samples((int) mostSamples);
        this.ease = new Ease(work);
        this.warmUntilNs = Clock.nowNs() + work.ns("warmup_ms");
    }

    /** A round trip begins; what its message says. */
    public long begin() {
        startNs = Clock.nowNs();
        said = ease.next(startNs, startNs);
        return said;
    }

    /** A round trip is over; whether another one follows. */
    public boolean answered() {
        long now = Clock.nowNs();
        trips++;
        if (endNs != 0) {
            samples.add(now - startNs);
        } else if (now > warmUntilNs) { // all of the time: compilers need it, however fast the messages go
            work.hold();
            endNs = Clock.nowNs() + work.ns("measure_ms");
        }
        Ease.rest(said);
        return endNs == 0 || (samples.count() < mostSamples && now < endNs);
    }

    /** Leaves the result. */
    public void write() {
        work.result("ping", samples, trips, 0, 0);
    }
}
