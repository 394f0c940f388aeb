package dev.bowstring.transport.control;

import dev.bowstring.transport.layout.NodeControlLayout;
import java.util.Optional;
import org.agrona.concurrent.AtomicBuffer;

/** What the supervisor says to a node; any thread may look at any time. Pairs with {@link NodeControlWriter}. */
public final class NodeControlReader {
    private final AtomicBuffer page;

    /** @param page the whole control file of the node */
    public NodeControlReader(AtomicBuffer page) {
        this.page = page;
    }

    /** Whether every node is ready, so that messages may be sent. */
    public boolean go() {
        return page.getLongVolatile(NodeControlLayout.GO) != 0;
    }

    /** Whether the run is ending. */
    public boolean draining() {
        return page.getLongVolatile(NodeControlLayout.DRAINING) != 0;
    }

    /** Whether the node shall end now. */
    public boolean stopping() {
        return page.getLongVolatile(NodeControlLayout.STOP) != 0;
    }

    /** Why the node shall end now; empty while it may run. */
    public Optional<StopReason> stopReason() {
        long stop = page.getLongVolatile(NodeControlLayout.STOP);
        return stop == 0 ? Optional.empty() : Optional.of(StopReason.of(stop));
    }

    /** The state of the node as the supervisor shows it; empty if this version does not know it. */
    public Optional<NodeState> state() {
        return NodeState.of(page.getLongAcquire(NodeControlLayout.STATE));
    }

    /** The process of the node; 0 if there is none. To be read after {@link #state}. */
    public long pid() {
        return page.getLong(NodeControlLayout.PID);
    }

    /** The monotonic clock when the state changed, in ns. To be read after {@link #state}. */
    public long sinceNs() {
        return page.getLong(NodeControlLayout.SINCE);
    }

    /** Which life of the node this is, from 1; of a dynamic node how many processes have attached, from 0. */
    public long incarnation() {
        return page.getLongAcquire(NodeControlLayout.INCARNATION);
    }

    /** What to add to {@link System#nanoTime} for the wall clock, in ns since 1970. */
    public long wallMinusMonotonicNs() {
        return page.getLongVolatile(NodeControlLayout.WALL_MINUS_MONOTONIC);
    }
}
