package dev.bowstring.node.session;

import dev.bowstring.node.Stop;

/** What a test says to a node. */
final class FakeSignals implements Signals {
    volatile Stop.Reason stop;
    volatile boolean draining;
    volatile boolean closed;

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
