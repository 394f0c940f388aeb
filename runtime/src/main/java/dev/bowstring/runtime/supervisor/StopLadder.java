package dev.bowstring.runtime.supervisor;

import java.time.Duration;

/**
 * How a dataflow is brought to its end: ever less politely, each step after a time, or at once when somebody hurries.
 *
 * <pre>
 *   NONE --begin--&gt; DRAIN --grace--&gt; STOP --0.5 s--&gt; TERMINATE --2 s--&gt; KILL
 *                     '------------------ hurry --------^  '--- hurry ----^
 * </pre>
 *
 * Pure but for what it remembers; the clock is a parameter.
 */
final class StopLadder {
    /** A step. */
    enum Step {
        /** The dataflow runs. */
        NONE,
        /** Nodes that start the data are told to stop, the others to go on until their inputs have closed. */
        DRAIN,
        /** All nodes are told to stop. */
        STOP,
        /** SIGTERM. */
        TERMINATE,
        /** SIGKILL. */
        KILL
    }

    private static final long LAST_WORDS_NS = 500_000_000L;
    private static final long TERMINATE_NS = 2_000_000_000L;

    private final long graceNs;
    private Step step = Step.NONE;
    private long nextNs;

    /** @param grace how long nodes may take to drain */
    StopLadder(Duration grace) {
        this.graceNs = grace.toNanos();
    }

    Step step() {
        return step;
    }

    /** Begins, unless that has happened. */
    void begin(long nowNs) {
        if (step == Step.NONE) {
            enter(Step.DRAIN, nowNs);
        }
    }

    /** Goes one step on in spite of the time; from DRAIN straight to SIGTERM. */
    void hurry(long nowNs) {
        enter(step.compareTo(Step.TERMINATE) < 0 ? Step.TERMINATE : Step.KILL, nowNs);
    }

    /**
     * Goes on when it is time.
     *
     * @return whether the step has changed
     */
    boolean advance(long nowNs) {
        if (step == Step.NONE || step == Step.KILL || nowNs - nextNs < 0) {
            return false;
        }
        enter(
                switch (step) {
                    case NONE, DRAIN -> Step.STOP;
                    case STOP -> Step.TERMINATE;
                    case TERMINATE, KILL -> Step.KILL;
                },
                nowNs);
        return true;
    }

    private void enter(Step entered, long nowNs) {
        step = entered;
        nextNs = nowNs
                + switch (entered) {
                    case DRAIN -> graceNs;
                    case STOP -> LAST_WORDS_NS;
                    default -> TERMINATE_NS;
                };
    }
}
