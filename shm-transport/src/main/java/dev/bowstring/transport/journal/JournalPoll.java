package dev.bowstring.transport.journal;

/** What came of an attempt to read the next message of a journal. */
public enum JournalPoll {
    /** There was one, and it is pinned. */
    TAKEN,
    /** There is none yet. */
    NOTHING,
    /** What is there makes no sense; {@link JournalReader#problem} says why. */
    CORRUPT
}
