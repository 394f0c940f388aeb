package dev.bowstring.node;

/** Something a node is told: data, a tick, the end of an input, a failure, or that it should stop. */
public sealed interface Event permits Message, Tick, InputClosed, Failure, Stop {}
