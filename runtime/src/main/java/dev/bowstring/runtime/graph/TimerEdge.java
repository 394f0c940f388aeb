package dev.bowstring.runtime.graph;

/**
 * A timer that feeds an input. It is no data input: it keeps nobody alive and is part of no cycle.
 *
 * @param timer the source as written, such as {@code timer/hz/30}
 */
public record TimerEdge(String timer, String to, String input) {}
