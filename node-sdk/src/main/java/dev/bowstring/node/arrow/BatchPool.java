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
    /** What sets may take before it is worth to look for those that could return: it stays in a cache of the processor. */
    private static final long SMALL = 128 << 10;
    /** What sets may take where little of each is used. */
    private static final long SPARSE = 2 << 20;
    /** From here on sets take turns, instead of one being used again at once: see {@link #prefersMore}. */
    private static final long LARGE_SET = 32 << 10;
    /** What large sets may take: more than the caches that a processor has for itself. */
    private static final long LARGE = 4 << 20;

    private final Deque<BufferSet> idle = new ArrayDeque<>();
    private volatile long[] capacities = new long[0];
    private long setBytes;
    private long aliveBytes;

    /** How large the buffers of a new set should be; empty before anything was sent. */
    long[] capacities() {
        return capacities;
    }

    /** From here on sets have buffers of these sizes; those of other sizes go. */
    synchronized void resize(long... newCapacities) {
        capacities = newCapacities;
        setBytes = BufferSet.bytes(newCapacities);
        giveBack();
        aliveBytes = 0;
    }

    /**
     * Whether a further set is better than a look for sets that could return. Small sets are: the publisher looks by itself
     * after every few messages, so that a handful of them in turn spares a look for each message, which reads all pins of
     * all readers. Large ones are, up to some megabytes: what was read last is in the reader's own cache, and to write it
     * again from there takes twice as long as from the cache that processors share. Beyond that it is the other way round,
     * because memory in use stays in that cache.
     *
     * @param usedBytes how much of a set a message takes
     */
    synchronized boolean prefersMore(long usedBytes) {
        long bytes = aliveBytes + setBytes;
        return bytes <= (isLarge() ? LARGE : SMALL) || (bytes <= SPARSE && bytes / setBytes * usedBytes <= SMALL);
    }

    /** Counts a set that was made. */
    synchronized void made() {
        aliveBytes += setBytes;
    }

    private boolean isLarge() {
        return setBytes >= LARGE_SET;
    }

    /** A small set is the one used last, whose memory is the warmest; a large one the one that has been idle longest. */
    synchronized @Nullable BufferSet take() {
        return isLarge() ? idle.pollFirst() : idle.pollLast();
    }

    /** Takes a set that no message uses any more, unless somebody still holds one of its buffers. */
    synchronized void returned(BufferSet set) {
        if (set.getRefCount() == 1 && set.hasCapacities(capacities)) {
            idle.addLast(set);
        } else {
            gone(set);
        }
    }

    private void gone(BufferSet set) {
        if (set.hasCapacities(capacities)) {
            aliveBytes -= setBytes;
        }
        set.disown();
    }

    @Override
    public synchronized boolean giveBack() {
        boolean any = !idle.isEmpty();
        idle.forEach(this::gone);
        idle.clear();
        return any;
    }

    /** Nothing is kept any more. */
    synchronized void close() {
        resize();
    }
}
