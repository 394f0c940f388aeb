package dev.bowstring.transport.log;

/** What became of an attempt to publish. */
public enum Room {
    /** There was room: the message is committed, or will be with its burst. */
    ROOM,
    /** A BLOCKING reader has as many unread messages as its queue takes; nothing has happened. */
    QUEUE_FULL,
    /** The output has been closed; nothing has happened. */
    CLOSED
}
