package dev.bowstring.transport.control;

/**
 * A timer of a node.
 *
 * @param id the name of the input on which it ticks
 * @param periodNs the time from tick to tick
 */
public record TimerPort(String id, long periodNs) {}
