package dev.bowstring.runtime.descriptor;

/** Nothing that the runtime starts: the user's own program attaches as this node, and leaves, as it likes. */
public record DynamicProgram() implements Program {}
