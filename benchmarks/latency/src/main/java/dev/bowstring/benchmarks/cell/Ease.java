package dev.bowstring.benchmarks.cell;

/**
 * Pauses of a warm-up. Two processes that spin on two processors leave none to their compilers, which take seconds then for
 * what takes them tenths of one: so both rest, at the same time, after every two milliseconds of work.
 */
public final class Ease {
    private static final long WORK_NS = 2_000_000;
    private static final long REST_NS = 3_000_000;

    private final long untilNs;
    private long restAtNs;

    /** Pauses from now on, for as long as the cell says. */
    public Ease(Work work) {
        this.untilNs = Clock.nowNs() + work.ns("eased_ms");
    }

    /** What the next message says: {@link Work#WARM_UP}, {@link Work#REST}, or {@code otherwise} when pauses are over. */
    public long next(long nowNs, long otherwise) {
        if (nowNs >= untilNs) {
            return otherwise;
        }
        if (nowNs < restAtNs) {
            return Work.WARM_UP;
        }
        restAtNs = nowNs + REST_NS + WORK_NS;
        return Work.REST;
    }

    /** What the answer says to a message with this first word. */
    public static long answer(long value) {
        return isWarmUp(value) ? value : Work.NOT_RECORDED;
    }

    static boolean isWarmUp(long value) {
        return value == Work.WARM_UP || value == Work.REST;
    }

    /** Rests, if a message that was sent or received with this first word says so. */
    public static void rest(long value) {
        if (value == Work.REST) {
            Clock.sleep(REST_NS);
        }
    }
}
