package dev.bowstring.node;

/**
 * Messages that are handed to the readers together, see {@link Output#burst}. Any thread.
 *
 * <pre>{@code
 * try (Burst burst = output.burst(32)) {
 *     for (Quote quote : quotes) {
 *         output.send(batchOf(quote));
 *     }
 * }
 * }</pre>
 */
public interface Burst extends AutoCloseable {

    /** Hands over what was sent so far, as before a pause. */
    void flush();

    /** Hands over what was sent; from here on each message is by itself again. The second time does nothing. */
    @Override
    void close();
}
