package dev.bowstring.benchmarks.cell;

/** How the processes of a cell are connected. */
public enum Shape {
    /** One sends, one receives. */
    PAIR,
    /** So many in a row, each of which passes every message on. */
    CHAIN,
    /** One sends, so many receive every message. */
    FAN_OUT
}
