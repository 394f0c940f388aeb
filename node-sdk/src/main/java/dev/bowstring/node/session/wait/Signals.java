package dev.bowstring.node.session.wait;

import dev.bowstring.node.Stop;
import org.jspecify.annotations.Nullable;

/** What may end a node from outside, and a wait of it at once. Any thread. */
public abstract class Signals {
    private volatile boolean told;

    /** Why the node is to stop; null while it may go on. */
    public abstract Stop.@Nullable Reason stop();

    /** Whether the run is ending: what is in flight is still handed out, nothing new comes from outside. */
    public abstract boolean draining();

    /** Whether the node was closed, by itself: nothing is waited for any more. */
    public abstract boolean isClosed();

    /** Stop is being handed out: the node knows. */
    public final void told() {
        told = true;
    }

    /** Whether the node is to stop and does not know: one that only sends has to learn it from its sends. */
    public final boolean mustTell() {
        return stop() != null && !told;
    }
}
