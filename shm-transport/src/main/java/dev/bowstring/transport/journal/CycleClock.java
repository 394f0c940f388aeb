package dev.bowstring.transport.journal;

import java.util.function.LongSupplier;
import net.openhft.chronicle.core.time.TimeProvider;

/**
 * The time that the appender's queue goes by: it stands still within a cycle and never goes back, whatever the clock of
 * the machine does. One thread.
 */
final class CycleClock implements TimeProvider {
    private static final long CYCLE_MS = JournalDirectory.CYCLE_MS;

    private final LongSupplier wallMs;
    private long nowMs;

    CycleClock(LongSupplier wallMs) {
        this.wallMs = wallMs;
        this.nowMs = wallMs.getAsLong();
    }

    /** Stands at a cycle, that of a file which is continued. */
    void at(int cycle) {
        nowMs = cycle * CYCLE_MS;
    }

    /** The next cycle begins: that of the present minute, unless it has had its file already. */
    void next(int last) {
        nowMs = Math.max((last + 1) * CYCLE_MS, wallMs.getAsLong());
    }

    /** The cycle it stands in. */
    int cycle() {
        return (int) (nowMs / CYCLE_MS);
    }

    /** How long ago a cycle began; negative when files were made faster than one a minute. */
    long ageMs(int cycle) {
        return wallMs.getAsLong() - cycle * CYCLE_MS;
    }

    @Override
    public long currentTimeMillis() {
        return nowMs;
    }
}
