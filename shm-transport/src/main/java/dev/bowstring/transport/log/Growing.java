package dev.bowstring.transport.log;

import dev.bowstring.transport.arena.Arena;
import dev.bowstring.transport.layout.HeaderLayout;
import dev.bowstring.transport.segment.SegmentException;
import java.util.concurrent.locks.ReentrantLock;
import org.agrona.concurrent.NanoClock;

/**
 * Gets an output further arena files. Under the output's lock, which it leaves while it waits for an answer.
 *
 * <p>What counts is what the control words announce, not the answer: a file whose announcement came too late for the one who
 * asked is taken by the next who needs memory.
 */
final class Growing {
    private static final long PAUSE_NS = 100_000_000;
    private static final long NEVER_REFUSED = Long.MAX_VALUE;

    private final ReentrantLock lock;
    private final OutputFiles files;
    private final Arena arena;
    private final ArenaGrowth growth;
    private final NanoClock clock;
    private ArenaGrowth.Answer last = ArenaGrowth.Answer.ANNOUNCED;
    private boolean asking;
    private boolean unusable;
    private long pausedUntilNs;
    private long leastRefused = NEVER_REFUSED;

    Growing(ReentrantLock lock, OutputFiles files, Arena arena, ArenaGrowth growth, NanoClock clock) {
        this.lock = lock;
        this.files = files;
        this.arena = arena;
        this.growth = growth;
        this.clock = clock;
        this.pausedUntilNs = clock.nanoTime();
    }

    /** Takes over the files that were announced since; whether there were any. */
    boolean takeAnnounced() {
        if (files.allMapped() || (unusable && paused())) {
            return false;
        }
        try {
            files.mapAnnounced(arena);
            unusable = false;
            leastRefused = NEVER_REFUSED;
            return true;
        } catch (SegmentException why) {
            System.getLogger(Growing.class.getName())
                    .log(System.Logger.Level.WARNING, "an arena file cannot be used: {0}", why.getMessage());
            unusable = true;
            pause(); // no room, which the caller can live with
            return false;
        }
    }

    /** Whether {@link #ask} would ask: nobody does already, and the limit allows it. */
    boolean mayAsk(long bytes) {
        return !asking
                && lock.getHoldCount() == 1 // else it could not be left
                && files.allMapped()
                && !paused()
                && withinLimit(bytes);
    }

    private boolean withinLimit(long bytes) {
        return bytes + HeaderLayout.LENGTH <= files.control().arenaMax() - files.arenaBytes();
    }

    private boolean paused() {
        return clock.nanoTime() - pausedUntilNs < 0;
    }

    private void pause() {
        pausedUntilNs = clock.nanoTime() + PAUSE_NS;
    }

    /** Asks for a file, {@link #mayAsk} having said yes. The lock is free while it waits. */
    void ask(long bytes) {
        int index = files.arenas().size();
        ArenaGrowth.Answer answer = ArenaGrowth.Answer.REFUSED;
        asking = true;
        lock.unlock();
        try {
            answer = growth.grow(index, bytes);
        } finally {
            lock.lock();
            asking = false;
            answered(bytes, answer);
        }
    }

    private void answered(long bytes, ArenaGrowth.Answer answer) {
        last = answer;
        if (answer == ArenaGrowth.Answer.REFUSED) {
            leastRefused = Math.min(leastRefused, bytes);
        }
        if (files.allMapped()) { // nothing came of it
            pause();
        }
    }

    /** Whether a file that holds so much may still come; a pause between two requests says nothing about that. */
    boolean mayCome(long bytes) {
        return asking
                || last == ArenaGrowth.Answer.LATE
                || !files.allMapped()
                || (withinLimit(bytes) && bytes < leastRefused);
    }
}
