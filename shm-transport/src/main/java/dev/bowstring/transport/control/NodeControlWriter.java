package dev.bowstring.transport.control;

import dev.bowstring.transport.layout.NodeControlLayout;
import org.agrona.concurrent.AtomicBuffer;

/**
 * The supervisor's end of a node's control page: one thread, which rings the node's doorbell after it has said something.
 * The node reads with {@link NodeControlReader}.
 */
public final class NodeControlWriter {
    private final AtomicBuffer page;

    /** @param page the whole control file of the node, mapped for writing */
    public NodeControlWriter(AtomicBuffer page) {
        this.page = page;
    }

    /**
     * Prepares the page for the next life of the node: neither draining nor stopped. GO stays, so that a restarted node
     * does not wait for the others. The incarnation before has been proved dead.
     */
    public void begin(long incarnation) {
        page.putLong(NodeControlLayout.DRAINING, 0);
        page.putLong(NodeControlLayout.STOP, 0);
        page.putLongRelease(NodeControlLayout.INCARNATION, incarnation); // last: who reads it reads the words above too
    }

    /** Every node is ready: messages may be sent. Said once per run, never taken back. */
    public void go() {
        page.putLongRelease(NodeControlLayout.GO, 1);
    }

    /** The run is ending: the node goes on until its inputs have closed. */
    public void draining() {
        page.putLongRelease(NodeControlLayout.DRAINING, 1);
    }

    /** The node shall end; waits end with it. The first reason stays. */
    public void stop(StopReason reason) {
        if (page.getLong(NodeControlLayout.STOP) == 0) {
            page.putLongRelease(NodeControlLayout.STOP, reason.code());
        }
    }

    /**
     * Shows the node's state to whoever looks at the run from outside.
     *
     * @param pid its process, 0 if there is none
     * @param sinceNs the monotonic clock when the state changed
     */
    public void show(NodeState state, long pid, long sinceNs) {
        page.putLong(NodeControlLayout.PID, pid);
        page.putLong(NodeControlLayout.SINCE, sinceNs);
        page.putLongRelease(NodeControlLayout.STATE, state.code()); // pairs with the acquire of who looks
    }

    /** Wall clock (since 1970) minus {@link System#nanoTime}, in ns; refreshed every second. */
    public void wallMinusMonotonicNs(long offsetNs) {
        page.putLongRelease(NodeControlLayout.WALL_MINUS_MONOTONIC, offsetNs);
    }
}
