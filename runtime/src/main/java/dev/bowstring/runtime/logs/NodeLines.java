package dev.bowstring.runtime.logs;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Where the lines of one node go: below its least level nowhere, else into its log on disk, and from there to whoever shows
 * or sends them, unless there are too many: no more than {@value #BURST} at once and {@value #PER_SECOND} a second. All are
 * counted. Any thread.
 */
public final class NodeLines implements LineSink {
    static final int BURST = 10_000;
    static final int PER_SECOND = 5_000;
    private static final long TELL_NS = TimeUnit.SECONDS.toNanos(5);

    private final String node;
    private final LogLevel least;
    private final NodeLog log;
    private final LineSink onwards;
    private final Consumer<String> notes;
    private final LongSupplier nanoTime;
    private final FloodGate gate;
    private final AtomicLong printed = new AtomicLong();
    private final AtomicLong belowLevel = new AtomicLong();
    private long heldBack;
    private long toldNs;

    /**
     * A way for the lines of one node.
     *
     * @param log where they are stored; stays the caller's
     * @param onwards what shows and sends them
     */
    public NodeLines(
            String node, LogLevel least, NodeLog log, LineSink onwards, Consumer<String> notes, LongSupplier nanoTime) {
        this.node = node;
        this.least = least;
        this.log = log;
        this.onwards = onwards;
        this.notes = notes;
        this.nanoTime = nanoTime;
        this.gate = new FloodGate(BURST, PER_SECOND, nanoTime.getAsLong());
    }

    @Override
    public void accept(LogLine line) {
        printed.incrementAndGet();
        if (!line.level().isAtLeast(least)) {
            belowLevel.incrementAndGet();
            return;
        }
        log.accept(line);
        long nowNs = nanoTime.getAsLong();
        if (gate.admits(nowNs)) {
            onwards.accept(line); // Without a lock: a terminal may take its time.
        } else {
            holdBack(nowNs);
        }
    }

    private synchronized void holdBack(long nowNs) {
        heldBack++;
        if (heldBack == 1 || nowNs - toldNs >= TELL_NS) {
            notes.accept(node + " prints more than " + PER_SECOND + " lines a second: "
                    + (heldBack == 1 ? "not all of them are shown" : heldBack + " were not shown so far")
                    + "; its log has them");
            toldNs = nowNs;
        }
    }

    /** What became of all lines so far. */
    public synchronized LogFigures figures() {
        return new LogFigures(
                node, printed.get(), belowLevel.get(), log.stored(), log.rotatedAway(), log.missing(), heldBack);
    }
}
