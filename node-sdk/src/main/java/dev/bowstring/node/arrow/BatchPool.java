package dev.bowstring.node.arrow;

import dev.bowstring.transport.log.IdleMemory;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The idle sets of buffers of one output, all of one size. Any thread; sets return under the log's lock, so nothing is asked
 * of the log under this one's.
 */
final class BatchPool implements IdleMemory {
    private final Deque<BufferSet> idle = new ArrayDeque<>();
    private long[] capacities = new long[0];

    /** How large the buffers of a new set should be; empty before anything was sent. */
    synchronized long[] capacities() {
        return capacities;
    }

    /** From here on sets have buffers of these sizes; those of other sizes go. */
    synchronized void resize(long... newCapacities) {
        capacities = newCapacities;
        giveBack();
    }

    /** The set used last, whose memory is the warmest. */
    synchronized @Nullable BufferSet take() {
        return idle.pollLast();
    }

    /** Takes a set that no message uses any more, unless somebody still holds one of its buffers. */
    synchronized void returned(BufferSet set) {
        if (set.getRefCount() == 1 && set.hasCapacities(capacities)) {
            idle.addLast(set);
        } else {
            set.release();
        }
    }

    @Override
    public synchronized boolean giveBack() {
        boolean any = !idle.isEmpty();
        idle.forEach(BufferSet::release);
        idle.clear();
        return any;
    }

    /** Nothing is kept any more. */
    synchronized void close() {
        resize();
    }
}
