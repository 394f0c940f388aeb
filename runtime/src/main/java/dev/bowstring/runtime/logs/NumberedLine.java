package dev.bowstring.runtime.logs;

/**
 * A line in a log on disk.
 *
 * @param number counts the lines of the node from 1 on, so that a gap shows where lines are gone
 */
public record NumberedLine(long number, LogLine line) {}
