package dev.bowstring.node.arrow;

import dev.bowstring.transport.arena.Block;
import dev.bowstring.transport.log.OutputLog;
import org.jspecify.annotations.Nullable;

/** The memory of one output as Arrow sees it; its identity says which allocations may be sent there as they are. */
final class OutputArena {
    private final OutputLog log;
    private final CopyCounters counters;

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

    @Nullable Block reserve(long bytes) {
        return log.reserve(bytes);
    }

    /** Lock-free: Arrow calls it under the monitor of an allocation. */
    void giveBack(Block block) {
        log.giveBack(block);
    }
}
