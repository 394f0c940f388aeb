package dev.bowstring.transport.journal;

/** What came of an attempt to append a message. */
public enum Appended {
    /** It is committed: readers see it. */
    APPENDED,
    /** The journal has it already, from an earlier life of the appender; nothing was done. */
    ALREADY_THERE,
    /** The disk is full, or would fall below its low-water mark; nothing was done. */
    DISK_LOW,
    /** It is larger than the journal was made for; nothing was done. */
    TOO_LARGE
}
