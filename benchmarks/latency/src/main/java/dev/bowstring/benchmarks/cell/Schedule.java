package dev.bowstring.benchmarks.cell;

import java.util.function.LongConsumer;

/** When a source sends, and what it says. */
public final class Schedule {
    private static final long PAUSE_NS = 500_000_000;

    private final Work work;
    private final LongConsumer out;
    private final Runnable flush;
    private long sent;

    /**
     * {@code out} sends one message whose first word is what it is given, and waits for room; {@code flush} lets the other end
     * have what was sent.
     */
    public Schedule(Work work, LongConsumer out, Runnable flush) {
        this.work = work;
        this.out = out;
        this.flush = flush;
    }

    /** All messages of the cell, then {@link Work#THE_END}; leaves the result. */
    public void run() {
        if (work.paced()) {
            paced();
        } else {
            saturated();
        }
        out.accept(Work.THE_END);
        work.result("source", new Samples(0), sent, 0, 0);
    }

    private void paced() {
        long at = Clock.nowNs();
        for (long until = at + work.ns("warmup_ms"); at < until; at += work.number("warmup_period_ns")) {
            Clock.waitUntil(at);
            send(Work.NOT_RECORDED);
        }
        Clock.waitUntil(at + PAUSE_NS); // lets what is queued drain
        work.hold();
        at = Clock.nowNs();
        for (long until = at + work.ns("measure_ms"); at < until; at += work.number("period_ns")) {
            Clock.waitUntil(at);
            send(at);
        }
        Clock.waitUntil(at);
    }

    private void saturated() {
        Ease ease = new Ease(work);
        long begin = Clock.nowNs();
        long warmAt = begin + work.ns("warmup_ms");
        for (long now = begin; now < warmAt; now = Clock.nowNs()) {
            together(ease.next(now, Work.NOT_RECORDED));
        }
        work.hold();
        send(Work.WARM);
        long until = Clock.nowNs() + work.ns("measure_ms"); // a sink that came late may have kept it waiting
        for (long now = Clock.nowNs(); now < until; now = Clock.nowNs()) {
            together(now);
        }
    }

    /** One message that says something, and those behind it for which the clock is not read. */
    private void together(long value) {
        send(value);
        for (int i = 1; i < work.each(); i++) {
            send(Work.NOT_RECORDED);
        }
        if (value == Work.REST) {
            flush.run();
            Ease.rest(value);
        }
    }

    private void send(long value) {
        out.accept(value);
        sent++;
    }
}
