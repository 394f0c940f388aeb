package dev.bowstring.node;

/**
 * An input has ended: its publisher closed the output, or is gone for good. Comes once, after the last message.
 *
 * @param input the input's name
 */
public record InputClosed(String input) implements Event {}
