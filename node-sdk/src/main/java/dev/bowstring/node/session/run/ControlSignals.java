package dev.bowstring.node.session.run;

import dev.bowstring.node.Stop;
import dev.bowstring.node.session.wait.Signals;
import dev.bowstring.transport.control.NodeControlReader;
import dev.bowstring.transport.control.StopReason;
import org.jspecify.annotations.Nullable;

/** The supervisor's words, that it has gone, and that the node has closed itself. Any thread. */
final class ControlSignals extends Signals {
    private final NodeControlReader control;
    private volatile boolean supervisorGone;
    private volatile boolean closed;

    ControlSignals(NodeControlReader control) {
        this.control = control;
    }

    @Override
    public Stop.@Nullable Reason stop() {
        if (closed) {
            return null; // the page may be unmapped
        }
        if (control.stopping()) {
            return reason(control.stopReason().orElse(StopReason.REQUESTED));
        }
        return supervisorGone ? Stop.Reason.SUPERVISOR_GONE : null;
    }

    @Override
    public boolean draining() {
        return !closed && control.draining();
    }

    private static Stop.Reason reason(StopReason word) {
        return switch (word) {
            case REQUESTED -> Stop.Reason.REQUESTED;
            case GRACE_EXPIRED -> Stop.Reason.GRACE_EXPIRED;
            case INPUTS_CLOSED -> Stop.Reason.INPUTS_CLOSED;
            case SUPERVISOR_GONE -> Stop.Reason.SUPERVISOR_GONE;
        };
    }

    void supervisorGone() {
        supervisorGone = true;
    }

    void close() {
        closed = true;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }
}
