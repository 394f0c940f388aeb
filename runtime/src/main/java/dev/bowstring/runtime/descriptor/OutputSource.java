package dev.bowstring.runtime.descriptor;

/** An output of a node of the same dataflow; it exists once the dataflow is validated. */
public record OutputSource(String node, String output) implements Source {}
