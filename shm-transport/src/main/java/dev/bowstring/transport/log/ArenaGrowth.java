package dev.bowstring.transport.log;

import dev.bowstring.transport.segment.Segment;
import org.jspecify.annotations.Nullable;

/** Asks the supervisor for a further arena file. */
@FunctionalInterface
public interface ArenaGrowth {
    /** An output that never grows. */
    ArenaGrowth NONE = (index, bytes) -> null;

    /**
     * Waits at most a second. Called without the output's lock.
     *
     * @param index the number the new file must have
     * @param bytes how large an allocation it must hold
     * @return the file, mapped for writing and from now on the log's to close; null if there is none to be had
     */
    @Nullable Segment grow(int index, long bytes);
}
