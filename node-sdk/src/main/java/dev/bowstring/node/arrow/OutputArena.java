package dev.bowstring.node.arrow;

import dev.bowstring.transport.arena.Block;
import dev.bowstring.transport.log.OutputLog;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The memory of one output as Arrow sees it; its identity says which allocations may be sent there as they are. */
final class OutputArena {
    private final OutputLog log;
    private final CopyCounters counters;
    private final Set<BufferSet> sets = ConcurrentHashMap.newKeySet();

    OutputArena(OutputLog log, CopyCounters counters) {
        this.log = log;
        this.counters = counters;
    }

    OutputLog log() {
        return log;
    }

    CopyCounters counters() {
        return counters;
    }

    /** The sets of pooled batches that are alive: Arrow does not account for their buffers. */
    Set<BufferSet> sets() {
        return sets;
    }

    @Nullable Block reserve(long bytes) {
        return log.reserve(bytes);
    }

    /** As {@link #reserve}, of memory that nobody has to give back for it. */
    @Nullable Block reserveFree(long bytes) {
        return log.reserveFree(bytes);
    }

    /** As {@link #reserve}, but never waits for a further arena file: for who holds the output's monitor. */
    @Nullable Block reserveAtOnce(long bytes) {
        return log.reserveAtOnce(bytes);
    }

    /** Lock-free: Arrow calls it under the monitor of an allocation. */
    void giveBack(Block block) {
        log.giveBack(block);
    }
}
