package dev.bowstring.transport.counters;

import dev.bowstring.transport.layout.CountersLayout;
import org.agrona.concurrent.AtomicBuffer;

/** The counters of one output: written by its node, which goes on where its last incarnation stopped; read by anybody. */
public final class OutputCounters {
    private final AtomicBuffer file;
    private final int first;

    OutputCounters(AtomicBuffer file, int first) {
        this.file = file;
        this.first = first;
    }

    /** Any thread of the output's node. */
    public void add(OutputCounter counter, long delta) {
        file.getAndAddLong(offset(counter), delta);
    }

    /** As {@link #add}, at half the cost, for a counter that is only ever written under the output's lock. */
    public void addUnderLock(OutputCounter counter, long delta) {
        int offset = offset(counter);
        file.putLongRelease(offset, file.getLong(offset) + delta);
    }

    /** Any process. */
    public long value(OutputCounter counter) {
        return file.getLongVolatile(offset(counter));
    }

    private int offset(OutputCounter counter) {
        return CountersLayout.value(counter.id(first));
    }
}
