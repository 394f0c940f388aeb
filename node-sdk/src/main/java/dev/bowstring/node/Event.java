package dev.bowstring.node;

/**
 * Something a node is told: data, something from outside, a tick, that a publisher was restarted, the end of an input, a
 * failure, or that it should stop.
 */
public sealed interface Event permits Message, External, Tick, NodeRestarted, InputClosed, Failure, Stop {}
