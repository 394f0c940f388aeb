package dev.bowstring.node.arrow;

/**
 * A message about to be sent. Publish it until it is sent, or cancel it; in between, what is being sent must not be
 * touched. One thread at a time.
 */
public interface Outgoing {
    /** What came of an attempt. */
    enum Attempt {
        /** Committed. What was sent is empty now, unless it was shared. */
        SENT,
        /** A reader that is waited for has not kept up; try again once there is room. */
        QUEUE_FULL,
        /** The arena has no room for {@link #missingBytes}; try again once there is room. */
        NO_MEMORY,
        /** The output has ended. */
        CLOSED
    }

    /** Tries once, without waiting for a reader. */
    Attempt publish();

    /** How much memory the last attempt was short of. */
    long missingBytes();

    /** Gives up: everything is as before. Does nothing once it was sent. */
    void cancel();
}
