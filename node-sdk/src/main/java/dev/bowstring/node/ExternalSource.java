package dev.bowstring.node;

/**
 * A way into the event stream of a node for what comes from outside the dataflow: a callback, a socket, a library. What is
 * put in comes out as {@link External}, in order, merged with everything else by the time it came.
 *
 * <pre>{@code
 * ExternalSource<Quote> quotes = node.source("quotes", 1_000);
 * feed.onQuote(quote -> {
 *     if (!quotes.offer(quote)) {
 *         dropped.increment();              // the node is 1,000 behind
 *     }
 * });
 * }</pre>
 *
 * <p>It holds at most as many values as its capacity. Like an input it keeps the node going: {@link Stop} because of
 * {@link Stop.Reason#INPUTS_CLOSED} comes only after every source has ended too. Any thread.
 *
 * @param <T> what comes
 */
public interface ExternalSource<T> extends AutoCloseable {

    /** Its name in the events. */
    String id();

    /** Puts a value in if there is room; false when it is full, has ended, or the node was stopped or closed. */
    boolean offer(T value);

    /**
     * Puts a value in, waiting for room.
     *
     * @return false if the source has ended, or the node was stopped or closed, meanwhile; the value was not put in
     */
    boolean put(T value) throws InterruptedException;

    /** How many values are in it. */
    int size();

    /** Ends the source: {@link InputClosed} of its name follows the last value. Ending it again does nothing. */
    @Override
    void close();

    /** Ends the source by a failure: {@link Failure} and {@link InputClosed} of its name follow the last value. */
    void fail(String reason);
}
