package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.process.Child;

/**
 * Makes sure that a node is dead, with all it has started: kills its session until the kernel shows none of it and the
 * process itself has been waited for. Stepped by the supervisor's thread, never waits, gives up after a time.
 */
final class SessionFence {
    private static final long KILL_NS = 5_000_000_000L;
    private static final long DRAIN_NS = 1_000_000_000L;

    /** How far it is. */
    enum Progress {
        WORKING,
        /** The kernel says that the whole session is gone. */
        DEAD,
        /** Something has survived SIGKILL for seconds: stuck in the kernel. */
        UNKILLABLE
    }

    private final Child child;
    private final long killDeadlineNs;
    private long deadSinceNs;
    private boolean dead;

    SessionFence(Child child, long nowNs) {
        this.child = child;
        this.killDeadlineNs = nowNs + KILL_NS;
    }

    Progress step(long nowNs) {
        if (!dead) {
            int living = child.killSession();
            if (living > 0 || child.exitCode().isEmpty()) {
                return nowNs - killDeadlineNs > 0 ? Progress.UNKILLABLE : Progress.WORKING;
            }
            dead = true;
            deadSinceNs = nowNs;
        }
        // What it printed last is worth a moment, but a pipe that a stranger holds open is not worth more.
        return child.drained() || nowNs - deadSinceNs > DRAIN_NS ? Progress.DEAD : Progress.WORKING;
    }
}
