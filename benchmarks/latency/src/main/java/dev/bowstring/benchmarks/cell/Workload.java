package dev.bowstring.benchmarks.cell;

/** What is done with the messages of a cell. */
public enum Workload {
    /** Two processes take turns; a sample is a round trip. */
    PING_PONG,
    /** Messages are due at fixed times; a sample is the time from when one was due to when it was there. */
    PACED,
    /** As many as flow control lets through; the result is a rate. */
    SATURATED,
    /** As many as flow control lets through, to a reader that works a millisecond on each; the result is what arrives. */
    SLOW_READER,
    /** From the command to the first message. */
    START_UP,
    /** Memory and CPU time of processes that wait. */
    IDLE
}
