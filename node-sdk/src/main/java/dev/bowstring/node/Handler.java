package dev.bowstring.node;

/**
 * What a node does with one kind of event. Called on the thread of {@link Node#run}; an event is valid until it returns,
 * and longer if it was {@linkplain Message#retain retained}.
 *
 * @param <E> the kind of event
 */
@FunctionalInterface
public interface Handler<E extends Event> {

    /** Handles one event; whatever it throws fails the node, with the event's name in the message. */
    void handle(E event) throws Exception;
}
