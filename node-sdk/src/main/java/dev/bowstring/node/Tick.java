package dev.bowstring.node;

/**
 * A timer has come due. Deadlines are absolute (start + n periods): they do not drift, and a late tick stands for those
 * that were missed.
 *
 * @param timer the input that names the timer in the YAML
 * @param missed how many earlier ticks this one stands for as well: 0 when the node keeps up
 * @param scheduledNs when the tick was due, on the scale of {@link System#nanoTime}
 */
public record Tick(String timer, long missed, long scheduledNs) implements Event {}
