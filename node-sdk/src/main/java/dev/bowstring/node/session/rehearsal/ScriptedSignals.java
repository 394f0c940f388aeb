package dev.bowstring.node.session.rehearsal;

import dev.bowstring.node.Stop;
import dev.bowstring.node.session.wait.Signals;
import org.jspecify.annotations.Nullable;

/** What the script says to the node. Any thread. */
final class ScriptedSignals extends Signals {
    private volatile Stop.@Nullable Reason reason;
    private volatile boolean draining;
    private volatile boolean closed;

    void endBecause(Stop.Reason why) {
        reason = why;
    }

    void drain() {
        draining = true;
    }

    void close() {
        closed = true;
    }

    @Override
    public Stop.@Nullable Reason stop() {
        return closed ? null : reason;
    }

    @Override
    public boolean draining() {
        return draining && !closed;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }
}
