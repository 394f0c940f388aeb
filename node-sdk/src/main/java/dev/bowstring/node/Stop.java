package dev.bowstring.node;

/**
 * The last event: the node should return from its main method soon.
 *
 * @param reason why
 */
public record Stop(Reason reason) implements Event {

    /** Why a node should stop. */
    public enum Reason {
        /** The user, or the runtime, stops the dataflow. */
        REQUESTED,
        /** The dataflow was given time to drain, and it is over. */
        GRACE_EXPIRED,
        /** All inputs from outside the node's own cycle have closed, and what they held was delivered. */
        INPUTS_CLOSED,
        /** The runtime has died. A process that it started is about to be ended; one that is attached goes on. */
        SUPERVISOR_GONE
    }
}
