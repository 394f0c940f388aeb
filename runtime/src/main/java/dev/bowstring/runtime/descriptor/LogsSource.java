package dev.bowstring.runtime.descriptor;

import dev.bowstring.runtime.logs.LogLevel;
import java.util.Optional;

/**
 * The lines that other nodes print.
 *
 * @param least lines below this level are not among them
 * @param node the node that prints them; empty for all but the one that reads
 * @param text as written, without the prefix {@code dora/}
 */
public record LogsSource(LogLevel least, Optional<String> node, String text) implements Source {}
