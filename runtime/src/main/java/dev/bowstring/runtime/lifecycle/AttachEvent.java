package dev.bowstring.runtime.lifecycle;

/** What can happen to a node that processes attach as. */
public enum AttachEvent {
    /** A process has shown the right token, and is let in. */
    HELLO,
    /** The attached process has cleared its pins and leaves. */
    BYE,
    /** The connection to the process is over. */
    LINK_LOST,
    /** The kernel says that no process holds the node's lock. */
    LOCK_FREE
}
