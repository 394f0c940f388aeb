package dev.bowstring.node;

/**
 * Something a node is told: data, something from outside, a tick, that a publisher was restarted, that an input has ended or
 * timed out, that messages come again, a failure, or that it should stop.
 */
public sealed interface Event
        permits Message, External, Tick, NodeRestarted, InputClosed, InputRecovered, Failure, Stop {}
