package dev.bowstring.transport.control;

/**
 * Where the messages of an input come from that reads the journal of its output.
 *
 * @param directory the journal
 * @param appender the number of the reader of the output that appends to it
 * @param startAt where a reader begins that has no position in the journal yet
 */
public record JournalPort(String directory, int appender, StartAt startAt) {}
