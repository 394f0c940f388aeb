package dev.bowstring.runtime.logs;

import java.time.Instant;

/**
 * One line that a node printed, made harmless by {@link LineSplitter}.
 *
 * @param incarnation which life of the node printed it, from 1 on
 * @param time when the supervisor read it
 */
public record LogLine(String node, long incarnation, LogSource source, Instant time, LogLevel level, String text) {}
