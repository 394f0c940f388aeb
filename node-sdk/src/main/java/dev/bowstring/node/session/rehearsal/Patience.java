package dev.bowstring.node.session.rehearsal;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that no test hangs: a node that waits for what cannot come is given up. At once, where nobody but the waiting
 * thread could help it; where a thread of its own might, once nothing has changed for a while. Any thread.
 */
final class Patience {
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int MOST_LOOKS_IN_VAIN = 10_000;

    private final ScriptedTime time;
    private final long patienceNs;
    private volatile boolean mayFail = true;
    private volatile @Nullable String failure;
    private long atChange = -1; // guarded by this, as below
    private long sinceNs;
    private int looks;

    Patience(ScriptedTime time, long patienceNs) {
        this.time = time;
        this.patienceNs = patienceNs;
    }

    /** Whether a node that waits for what cannot come fails; otherwise somebody else goes on with the script. */
    void mayFail(boolean yes) {
        mayFail = yes;
    }

    /**
     * The node waits, and nothing is to happen any more.
     *
     * @param helpMayCome whether another thread of the node could give it what it waits for
     */
    void atEnd(String sentence, boolean helpMayCome) {
        Thread actor = time.actor();
        boolean alone = actor == Thread.currentThread() && !helpMayCome;
        if (mayFail && (alone || isOver(false))) {
            giveUp(sentence, actor);
        }
    }

    /** The node looks again and again, and nothing is to happen any more. */
    void lookedInVain(String sentence, boolean helpMayCome) {
        if (mayFail && isOver(!helpMayCome)) {
            giveUp(sentence, time.actor());
        }
    }

    /** Whoever waits fails; the node's own thread may wait for that one, in ways of its own. */
    private void giveUp(String sentence, Thread actor) {
        if (actor != Thread.currentThread()) {
            failure = sentence;
            actor.interrupt();
        }
        throw new AssertionError(sentence);
    }

    private synchronized boolean isOver(boolean byLooks) {
        long changes = time.changes();
        if (changes != atChange) {
            atChange = changes;
            sinceNs = System.nanoTime();
            looks = 0;
        }
        looks++;
        return (byLooks && looks > MOST_LOOKS_IN_VAIN) || System.nanoTime() - sinceNs > patienceNs;
    }

    /** Why the node was given up, if it was and its own thread was not told; asked once. */
    @Nullable String takeFailure() {
        String why = failure;
        failure = null;
        return why;
    }

    /** Waits on a thread of the test; false if it takes too long. */
    boolean await(BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + patienceNs;
        boolean met = condition.getAsBoolean();
        while (!met && System.nanoTime() < deadlineNs) {
            LockSupport.parkNanos(PAUSE_NS);
            met = condition.getAsBoolean();
        }
        return met;
    }
}
