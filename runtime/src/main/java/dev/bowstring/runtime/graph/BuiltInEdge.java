package dev.bowstring.runtime.graph;

/**
 * An input that the runtime itself feeds: with the ticks of a timer, or with what other nodes print. It is part of no cycle.
 *
 * @param source as written, such as {@code timer/hz/30}
 */
public record BuiltInEdge(String source, String to, String input) {}
