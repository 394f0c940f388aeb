package dev.bowstring.transport.log;

/** Asks the supervisor for a further arena file. */
@FunctionalInterface
public interface ArenaGrowth {
    /** An output that never grows. */
    ArenaGrowth NONE = (index, bytes) -> Answer.REFUSED;

    /** What became of a request. */
    enum Answer {
        /** A file of the number asked for is there, and said to be in the output's control words. */
        ANNOUNCED,
        /** There is none to be had. */
        REFUSED,
        /** The supervisor has not answered yet; the file may still come, and nothing more is asked before it has. */
        LATE
    }

    /**
     * Asks and waits, at most a second. While a request is under way that was {@link Answer#LATE} it asks nothing and does
     * not wait: it says what became of that one. Called without the output's lock, by one thread at a time.
     *
     * @param index the number the new file will have
     * @param bytes how large an allocation it must hold
     */
    Answer grow(int index, long bytes);
}
