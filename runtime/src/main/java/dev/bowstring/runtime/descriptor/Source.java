package dev.bowstring.runtime.descriptor;

/** Where the messages or ticks of an input come from. */
public sealed interface Source permits OutputSource, TimerSource, LogsSource {}
