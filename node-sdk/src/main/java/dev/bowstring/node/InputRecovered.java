package dev.bowstring.node;

/**
 * A message has come again on an input that had timed out ({@link InputClosed.Reason#TIMEOUT}); it is the next event of
 * that input.
 *
 * @param input the input's name
 */
public record InputRecovered(String input) implements Event {}
