package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.process.Child;

/**
 * Makes sure that a node is dead, with all it has started: kills its session until the kernel shows none of it and the
 * process itself has been waited for. Stepped by the supervisor's thread, never waits, gives up after a time.
 */
final class SessionFence {
    private static final long KILL_NS = 5_000_000_000L;
    private static final long QUIET_NS = 1_000_000_000L;
    private static final long DRAIN_NS = 30_000_000_000L;

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
    private long quietSinceNs;
    private long handedOn;
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
            quietSinceNs = nowNs;
        }
        return child.drained() || givesUp(nowNs) ? Progress.DEAD : Progress.WORKING;
    }

    /**
     * What it printed last is handed on as long as there is something, even if whoever takes it is slow. A pipe that
     * brings nothing for a second is held open by a process that has left the session: that is not worth more.
     */
    private boolean givesUp(long nowNs) {
        if (!child.quiet() || child.handedOn() != handedOn) {
            handedOn = child.handedOn();
            quietSinceNs = nowNs;
        }
        return nowNs - quietSinceNs > QUIET_NS || nowNs - deadSinceNs > DRAIN_NS;
    }
}
