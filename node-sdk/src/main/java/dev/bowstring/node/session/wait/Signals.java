package dev.bowstring.node.session.wait;

import dev.bowstring.node.Stop;
import org.jspecify.annotations.Nullable;

/** What may end a node from outside, and a wait of it at once. Any thread. */
public interface Signals {

    /** Why the node is to stop; null while it may go on. */
    Stop.@Nullable Reason stop();

    /** Stop is being handed out: the node knows. */
    void told();

    /** Whether the node is to stop and does not know: one that only sends has to learn it from its sends. */
    boolean mustTell();

    /** Whether the run is ending: what is in flight is still handed out, nothing new comes from outside. */
    boolean draining();

    /** Whether the node was closed, by itself: nothing is waited for any more. */
    boolean isClosed();
}
