package dev.bowstring.runtime.logs;

/** Takes the lines of nodes; called by several threads, two for each node. */
@FunctionalInterface
public interface LineSink {
    void accept(LogLine line);
}
