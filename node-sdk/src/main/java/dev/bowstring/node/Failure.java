package dev.bowstring.node;

/**
 * An input cannot be read: what its publisher wrote does not make sense. {@link InputClosed} follows; the node goes on.
 *
 * @param input the input's name
 * @param reason what was wrong, with numbers
 */
public record Failure(String input, String reason) implements Event {}
