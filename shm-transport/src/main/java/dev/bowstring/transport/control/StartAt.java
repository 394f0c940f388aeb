package dev.bowstring.transport.control;

/**
 * Where in a journal a reader begins that has never read it.
 *
 * @param kind what the value means
 * @param value the number of a record, or a time of day in ns since 1970; else 0
 */
public record StartAt(Kind kind, long value) {
    public static final StartAt EARLIEST = new StartAt(Kind.EARLIEST, 0);

    /** How the place is named. */
    public enum Kind {
        /** Before the first record there is. */
        EARLIEST,
        /** Behind the last. */
        LATEST,
        /** Before the record of a number, or behind the last when there are fewer. */
        NUMBER,
        /** Before the first record that was published at a time or later. */
        TIME
    }
}
