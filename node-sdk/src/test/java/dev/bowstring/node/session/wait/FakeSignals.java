package dev.bowstring.node.session.wait;

import dev.bowstring.node.Stop;

/** What a test says to a node. */
public final class FakeSignals extends Signals {
    public volatile Stop.Reason stop;
    public volatile boolean draining;
    public volatile boolean closed;

    @Override
    public Stop.Reason stop() {
        return stop;
    }

    @Override
    public boolean draining() {
        return draining;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }
}
