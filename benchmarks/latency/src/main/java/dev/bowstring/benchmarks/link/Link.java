package dev.bowstring.benchmarks.link;

import dev.bowstring.benchmarks.cell.Words;

/** One end of a connection between two processes. One thread. */
public interface Link extends AutoCloseable {
    /** Sends a message whose payload these words write, the first of them {@code value}; waits for room. */
    void send(Words words, long value);

    /** Lets the other end have what was sent, where that does not go by itself. */
    default void flush() {}

    /** Waits for the next message and reads it with these words; its first one. */
    long receive(Words words);

    @Override
    void close();
}
