package dev.bowstring.node.flow;

import dev.bowstring.node.Message;

/**
 * What one subscription of an {@link Operator} does with events. All is called by its {@link Course}, one after the other.
 *
 * @param <R> what comes out
 */
interface Step<R> {

    /** Takes a message of one of the operator's inputs, which is its own from here on. */
    void take(Message message);

    /** The timer of the operator has ticked. */
    default void tick() {}

    /** The name of the operator's timer; empty if it has none. */
    default String timer() {
        return "";
    }

    /**
     * How many events may come.
     *
     * @param waiting how many results nobody has asked for yet
     */
    int room(int waiting);

    /** No event will come any more. */
    void ended();

    /** Whether nothing more will come out, once it has {@link #ended}. */
    default boolean isIdle() {
        return true;
    }

    /** Nobody wants results any more: gives back what it holds. */
    void discard();
}
