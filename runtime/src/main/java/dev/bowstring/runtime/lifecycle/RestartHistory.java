package dev.bowstring.runtime.lifecycle;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Decides whether and when one node is started again, by its rules and by what has happened before. Clock and chance are
 * parameters.
 *
 * <p>The delay doubles from restart to restart and begins anew once a process has been ready for longer than the longest
 * delay, and for 10 s. A quarter of it is left to chance, so that nodes that died together do not come back together. A
 * process that never got ready is replaced after a second at the earliest: what cannot start must not keep the machine busy.
 */
public final class RestartHistory {
    private static final long NEVER_READY_FLOOR_NS = 1_000_000_000L;
    private static final long STEADY_NS = 10_000_000_000L;
    private static final double CHANCE = 0.25;
    private static final int MOST_DOUBLINGS = 62;

    private final RestartRules rules;
    private final Deque<Long> counted = new ArrayDeque<>(); // when, oldest first; no more than may be
    private int doublings;

    public RestartHistory(RestartRules rules) {
        this.rules = rules;
    }

    /**
     * What becomes of the node. A restart is counted from here on.
     *
     * @param chance from 0 to less than 1
     */
    public Verdict after(Exit exit, long nowNs, double chance) {
        if (!calledFor(exit)) {
            return new Verdict.Final();
        }
        forget(nowNs);
        if (rules.maxRestarts() > 0 && counted.size() >= rules.maxRestarts()) {
            return new Verdict.GivenUp(counted.size());
        }
        long delayNs = delayNs(exit, chance);
        count(nowNs);
        return new Verdict.Restart(delayNs, counted.size());
    }

    private boolean calledFor(Exit exit) {
        return switch (rules.policy()) {
            case NEVER -> false;
            case ON_FAILURE -> !exit.well();
            case ALWAYS -> !exit.well() || !exit.inputsOver();
        };
    }

    private void forget(long nowNs) {
        while (rules.windowNs() != RestartRules.WHOLE_RUN
                && !counted.isEmpty()
                && nowNs - counted.element() >= rules.windowNs()) {
            counted.remove();
        }
    }

    /** Without a limit nobody asks when: the number is not kept, or it would grow for months. */
    private void count(long nowNs) {
        counted.add(nowNs);
        if (rules.maxRestarts() == 0 && counted.size() > 1) {
            counted.remove();
        }
    }

    private long delayNs(Exit exit, double chance) {
        if (exit.readyForNs() > Math.max(STEADY_NS, rules.maxDelayNs())) {
            doublings = 0;
        }
        long doubled = doubled();
        doublings = Math.min(doublings + 1, MOST_DOUBLINGS);
        long delayNs = doubled - (long) (doubled * CHANCE * chance);
        return exit.wasReady() ? delayNs : Math.max(delayNs, NEVER_READY_FLOOR_NS);
    }

    private long doubled() {
        boolean fits = rules.delayNs() <= rules.maxDelayNs() >> doublings;
        return fits ? rules.delayNs() << doublings : rules.maxDelayNs();
    }
}
