package dev.bowstring.transport.log;

/** What a reader found. */
public enum Poll {
    /** A message was taken; it is pinned until released. */
    TAKEN,
    /** Nothing new. */
    NOTHING,
    /** What comes from here on was sent by a later life of the publisher. */
    RESTARTED,
    /** Nothing new, and nothing will ever come. */
    CLOSED,
    /** Something may be there, but every pin of this reader is in use: release a message first. */
    NO_PIN,
    /** The next slot does not hold what a publisher writes; this reader must not go on. */
    CORRUPT
}
