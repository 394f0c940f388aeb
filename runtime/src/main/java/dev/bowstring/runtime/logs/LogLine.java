package dev.bowstring.runtime.logs;

import java.time.Instant;

/**
 * One line that a node printed, made harmless by {@link LineSplitter}.
 *
 * @param time when the supervisor read it
 */
public record LogLine(String node, LogSource source, Instant time, String text) {}
