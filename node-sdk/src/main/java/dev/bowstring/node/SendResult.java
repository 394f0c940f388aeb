package dev.bowstring.node;

/** What became of a message that was to be sent. Anything but {@link #SENT} leaves it with the caller. */
public enum SendResult {
    /** Committed: every reader may take it from now on, or, during a {@link Burst}, together with those that follow. */
    SENT,

    /**
     * The node is to stop: nothing is waited for any more. Until {@link Stop} has been handed out nothing is sent
     * either, but by {@code trySend}, so that a node that only sends, and never asks for events, learns of it. Behind {@link
     * Stop} there may be last words.
     */
    STOPPING,

    /** There was no room within the time given. */
    TIMEOUT,

    /** The message can never fit: it is larger than {@code arena_max}, less what this node holds without sending it. */
    TOO_LARGE,

    /** There is no room, and no reader is worth waiting for: all are {@code drop_oldest} or {@code latest}. Counted. */
    REFUSED;

    /** Whether the message was sent. */
    public boolean sent() {
        return this == SENT;
    }
}
