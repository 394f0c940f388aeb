package dev.bowstring.runtime.descriptor;

/**
 * A program of the runtime itself that works with journals. No file of a user names it.
 *
 * @param className its main class
 */
public record RuntimeProgram(String className) implements Program {}
