package dev.bowstring.node;

/**
 * Messages that are handed to the readers together, see {@link Output#burst}. Any thread.
 *
 * <pre>{@code
 * try (Burst burst = output.burst(32)) {
 *     for (long value = 0; value < 1_000; value++) {
 *         Batch batch = output.batch(SCHEMA);
 *         batch.vector("value", BigIntVector.class).setSafe(0, value);
 *         output.send(batch.rows(1));
 *     }
 *     burst.flush();                           // or let it close
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
