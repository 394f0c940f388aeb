package dev.bowstring.benchmarks.cell;

/** What a sink has seen. */
public final class Seen {
    private static final int ROOM = 50_000;

    private final Work work;
    private final String role;
    private final Samples samples = new Samples(ROOM);
    private final long workNs;
    private long count;
    private long warmCount;
    private long warmAtNs;

    /** @param role the name of the result, {@code sink} or {@code sink-} and a number */
    public Seen(Work work, String role) {
        this.work = work;
        this.role = role;
        this.workNs = work.number("work_ns");
    }

    /** Whether more is to come behind a message with this first word. */
    public boolean message(long value) {
        if (value == Work.THE_END) {
            return false;
        }
        count++;
        if (value > 0) {
            samples.add(Clock.nowNs() - value);
        }
        if (value == Work.WARM) {
            warmAtNs = Clock.nowNs();
            warmCount = count;
        }
        Ease.rest(value);
        if (workNs > 0) {
            Clock.waitUntil(Clock.nowNs() + workNs);
        }
        return true;
    }

    /** Leaves the result. */
    public void write() {
        work.result(role, samples, count, count - warmCount, warmAtNs == 0 ? 0 : Clock.nowNs() - warmAtNs);
    }
}
