package dev.bowstring.transport.log;

/**
 * Whether every BLOCKING reader has room for one more message. Under the output's lock.
 *
 * <p>The answer is cached: cursors only grow, so what was room stays room, until modes change (GENERATION).
 */
final class Gate {
    private final ReaderTable readers;
    private long generation = -1;
    private long roomUntil;
    private int share = 1;
    private int together = 1;

    Gate(ReaderTable readers) {
        this.readers = readers;
    }

    boolean isOpen(long tail) {
        return (tail < roomUntil && readers.generation() == generation) || look(tail);
    }

    /** Whether there is room for so many that looking is worth its price: each look takes the line the reader counts in. */
    boolean isWide(long tail) {
        return isOpen(tail + share - 1);
    }

    /** How many messages may come at once; as it was when {@link #isOpen} last looked. */
    int mostTogether() {
        return together;
    }

    private boolean look(long tail) {
        long now = readers.generation(); // before the modes: a change in between makes the cache stale, not wrong
        if (now != generation) {
            generation = now;
            share = RoomBell.every(readers.shortestQueue());
            together = readers.mostTogether();
        }
        roomUntil = readers.roomUntil();
        return tail < roomUntil;
    }
}
