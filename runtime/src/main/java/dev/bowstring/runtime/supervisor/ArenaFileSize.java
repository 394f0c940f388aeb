package dev.bowstring.runtime.supervisor;

import dev.bowstring.transport.layout.OutputControlLayout;
import dev.bowstring.transport.log.OutputPlan;
import dev.bowstring.transport.log.OutputStore;

/** How large a further arena file becomes. Pure. */
final class ArenaFileSize {
    /** The largest arena file. */
    static final long MAX_BYTES = 1L << 30;

    /** A request refused. */
    static final long NONE = 0;

    private static final long PAGE = 4096;

    private ArenaFileSize() {}

    /**
     * Double the last file, but at least the request and never beyond what the output and the file system allow.
     *
     * @param request the bytes of one allocation that must fit into it beside its header
     * @return the size of the file, or {@link #NONE}
     */
    static long of(long request, OutputStore output, long freeBytes) {
        long allowed = Math.min(MAX_BYTES, output.plan().arenaMax() - output.arenaBytes());
        boolean full = output.arenas() == OutputControlLayout.MAX_ARENAS;
        return full || request < 0 || request > allowed
                ? NONE
                : of(OutputPlan.arenaFileFor(request), output.lastArenaBytes(), allowed, freeBytes);
    }

    static long of(long needed, long last, long allowed, long freeBytes) {
        long smallest = (needed + PAGE - 1) / PAGE * PAGE;
        long size = Math.min(Math.max(2 * last, smallest), allowed);
        if (size > freeBytes) {
            size = Math.min(smallest, allowed);
        }
        return size < needed || size > freeBytes ? NONE : size;
    }
}
