package dev.bowstring.runtime.descriptor;

/**
 * A timer of the node's own.
 *
 * @param text as written, without the prefix {@code dora/}
 */
public record TimerSource(long periodNs, String text) implements Source {}
