package dev.bowstring.node;

/**
 * Somebody who takes certain events of an input out of the stream, before any consumer sees them: replies to requests,
 * for example. Made by {@link Node#divert}.
 *
 * <p>Diverted events are taken while events are asked for, in whichever way. While something is {@linkplain #awaiting
 * awaited} they are also taken when nobody asks: then the other events of the input wait, in order, for who asks next.
 */
public interface Diversion extends AutoCloseable {

    /** Who takes messages. Called on the consumer's thread, in order; must not ask for events. */
    interface Taker {

        /** Whether it takes this message, which is its own then until it closes it. */
        boolean take(Message message);

        /**
         * The input has ended; the consumer is told as well, which may call this once more. Called by {@link Node#divert} itself
         * if the end was handed out before.
         */
        void closed();

        /** Who publishes the input was restarted; the consumer is told as well, which may call this once more. */
        default void restarted(NodeRestarted restart) {}

        /**
         * The node is to stop, or is closed: nothing is worth waiting for any more. Called once, as soon as somebody asks for
         * events, or something is awaited.
         */
        default void stopping() {}
    }

    /** Whether something is awaited, so that the input is read even while nobody asks for events. Any thread. */
    void awaiting(boolean yes);

    /** Takes nothing any more. */
    @Override
    void close();
}
