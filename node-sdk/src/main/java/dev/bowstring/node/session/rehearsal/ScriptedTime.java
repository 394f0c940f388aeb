package dev.bowstring.node.session.rehearsal;

import dev.bowstring.node.session.Consumer;
import dev.bowstring.node.session.wait.Timers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * The time of a rehearsal, and what happens in it: a script of steps, which take place in order. Some wait until the node
 * is <em>at rest</em>: every thread of it that is known sleeps and has looked at everything there is. Whichever thread
 * finds that out goes on with the script, so that a node on the test's own thread needs no other.
 *
 * <p>The monitor guards the script and is never held while somebody looks. A change is made first and counted then, and who
 * looks reads the count first: a sleeper that saw the latest count has seen everything.
 */
final class ScriptedTime implements NanoClock {
    private static final String LOCKS = ReentrantLock.class.getName(); // what threads park at belongs to these classes
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Set<Sleeper> sleepers = ConcurrentHashMap.newKeySet();
    private final AtomicLong changes = new AtomicLong();
    private final Deque<Step> script = new ArrayDeque<>(); // guarded by this
    private final Timers timers = new Timers(this, this::changed);
    private long stampNs; // guarded by this
    private volatile long nowNs;
    private volatile @Nullable ScriptedAlarms alarms;
    private volatile LongSupplier timeouts = () -> Long.MAX_VALUE;
    private volatile Thread actor = Thread.currentThread();
    private volatile long actorLookedInVainAt = -1;

    /** @param startNs the moment at which it begins */
    ScriptedTime(long startNs) {
        nowNs = startNs;
    }

    /** One thing that happens. */
    private abstract static class Step {
        private final boolean awaitsRest;

        Step(boolean awaitsRest) {
            this.awaitsRest = awaitsRest;
        }

        /** Whether it is over with that. Under the monitor. */
        abstract boolean takePlace();
    }

    /** A thread of the node that waits, or that has looked in vain. */
    static final class Sleeper {
        private final Thread thread = Thread.currentThread();
        private final long deadlineNs;
        private volatile long sawChange = -1;

        Sleeper(long deadlineNs) {
            this.deadlineNs = deadlineNs;
        }
    }

    @Override
    public long nanoTime() {
        return nowNs;
    }

    Timers timers() {
        return timers;
    }

    /** Who is called at times of this clock. */
    void alarms(ScriptedAlarms these) {
        alarms = these;
    }

    /** What says when the next input times out; {@link Long#MAX_VALUE} if none does. */
    void timeouts(LongSupplier nextNs) {
        timeouts = nextNs;
    }

    /** The thread that runs the node's code, which is at rest only when it waits. At first the one that made this. */
    Thread actor() {
        return actor;
    }

    /** From here on another thread runs the node's code. */
    void actor(Thread thread) {
        actor = thread;
        changed();
    }

    /** Something happens as soon as everything before it has. */
    void then(Runnable effect) {
        add(step(effect, false));
    }

    /** Something happens once the node is at rest. */
    void thenAtRest(Runnable effect) {
        add(step(effect, true));
    }

    private static Step step(Runnable effect, boolean awaitsRest) {
        return new Step(awaitsRest) {
            @Override
            boolean takePlace() {
                effect.run();
                return true;
            }
        };
    }

    /** A time for what happens now, which nothing else has: later than all before, and hardly later than now. */
    synchronized long stampNs() {
        stampNs = Math.max(nowNs, stampNs + 1);
        return stampNs;
    }

    /** Time passes, from deadline to deadline, each time the node is at rest; in the end it is at rest again. */
    void thenPass(long ns) {
        add(new Step(true) {
            private long leftNs = ns;

            @Override
            boolean takePlace() {
                boolean over = leftNs == 0;
                long now = nowNs;
                long passedNs = Math.min(leftNs, nextDeadlineNs() - now);
                nowNs = now + passedNs;
                leftNs -= passedNs;
                return over;
            }
        });
    }

    private synchronized void add(Step step) {
        script.add(step);
        takePlace(false);
        changed();
    }

    /** Lets the first step take place if it may, and those behind it that wait for nothing. */
    private void takePlace(boolean atRest) {
        Step first = script.peek();
        boolean may = first != null && (atRest || !first.awaitsRest);
        while (may && first != null && first.takePlace()) {
            script.remove();
            first = script.peek();
            may = first != null && !first.awaitsRest;
        }
    }

    /** The earliest time, of those to come, that anybody waits for. */
    private long nextDeadlineNs() {
        long next = Math.min(later(timers.nextDeadlineNs()), later(timeouts.getAsLong()));
        for (Sleeper sleeper : sleepers) {
            next = Math.min(next, later(sleeper.deadlineNs));
        }
        ScriptedAlarms others = alarms;
        return others == null ? next : Math.min(next, later(others.nextDeadlineNs()));
    }

    private long later(long deadlineNs) {
        return deadlineNs > nowNs ? deadlineNs : Long.MAX_VALUE;
    }

    /** When the next deadline is due that somebody waits for, from now on; {@link Long#MAX_VALUE} when there is none. */
    long untilDeadlineNs() {
        long next = nextDeadlineNs();
        return next == Long.MAX_VALUE ? next : next - nowNs;
    }

    /** Whoever sleeps has to look again. */
    void changed() {
        changes.incrementAndGet();
        for (Sleeper sleeper : sleepers) {
            LockSupport.unpark(sleeper.thread);
        }
    }

    /** How often something has changed so far. */
    long changes() {
        return changes.get();
    }

    /**
     * Waits as {@link Wait#await} says.
     *
     * @param atEnd called again and again while the node is at rest and the script is over
     */
    boolean await(BooleanSupplier look, long deadlineNs, Runnable atEnd) {
        Sleeper me = new Sleeper(deadlineNs);
        sleepers.add(me);
        try {
            while (true) {
                long seen = changes.get();
                if (look.getAsBoolean()) {
                    return true;
                }
                if (nowNs >= deadlineNs || Thread.currentThread().isInterrupted()) {
                    return false;
                }
                me.sawChange = seen;
                sleep(me, atEnd);
            }
        } finally {
            sleepers.remove(me);
        }
    }

    /** Until something has changed. L8: one that nobody tells of is noticed all the same. */
    private void sleep(Sleeper me, Runnable atEnd) {
        while (me.sawChange == changes.get() && !Thread.currentThread().isInterrupted()) {
            if (proceed()) {
                return;
            }
            if (isOver()) {
                atEnd.run();
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    /** The calling thread has looked in vain and would go on with something else. */
    void lookedInVain(Runnable atEnd) {
        Sleeper me = new Sleeper(Long.MAX_VALUE);
        me.sawChange = changes.get();
        sleepers.add(me);
        try {
            if (!proceed() && isOver()) {
                atEnd.run();
            }
        } finally {
            sleepers.remove(me);
            actorLookedInVainAt = me.thread == actor ? me.sawChange : actorLookedInVainAt;
        }
    }

    /** Goes on with the script if the node is at rest. */
    private synchronized boolean proceed() {
        boolean proceeds = !script.isEmpty() && isAtRest();
        if (proceeds) {
            takePlace(true);
            changed();
        }
        return proceeds;
    }

    /** Whether the node is at rest, and nothing more is to happen. */
    synchronized boolean isOver() {
        return script.isEmpty() && isAtRest();
    }

    private boolean isAtRest() {
        ScriptedAlarms others = alarms;
        if (others != null && !others.areAtRest()) {
            return false;
        }
        long latest = changes.get();
        boolean actorSleeps = actorLookedInVainAt == latest; // one that polls is at rest when there is nothing for it
        for (Sleeper sleeper : sleepers) {
            if (sleeper.sawChange != latest) {
                return false;
            }
            actorSleeps |= sleeper.thread == actor;
        }
        return actorSleeps || (!sleepers.isEmpty() && isIdle(actor));
    }

    /** A thread that waits for something else waits for its own node, as far as anybody can know. */
    static boolean isIdle(Thread thread) {
        return switch (thread.getState()) {
            case NEW, RUNNABLE, BLOCKED -> false;
            case WAITING, TIMED_WAITING -> !isReleased(thread);
            case TERMINATED -> true;
        };
    }

    /** One that waits for a lock, for its turn or for a stage that is complete by now only seems to wait: it will go on. */
    private static boolean isReleased(Thread thread) {
        Object blocker = LockSupport.getBlocker(thread);
        if (blocker instanceof ForkJoinPool.ManagedBlocker stage) {
            // Who is interrupted does not ask: the blocker would take the flag for that of its own thread.
            return !Thread.currentThread().isInterrupted() && stage.isReleasable();
        }
        return blocker instanceof Consumer
                || (blocker != null && blocker.getClass().getName().startsWith(LOCKS));
    }
}
