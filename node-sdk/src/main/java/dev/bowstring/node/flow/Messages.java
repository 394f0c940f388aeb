package dev.bowstring.node.flow;

import dev.bowstring.node.Message;
import java.util.Iterator;
import java.util.List;

/**
 * Some messages of one input, in order. They are valid until this is closed, which gives them back.
 *
 * @param list the messages; at least one
 */
public record Messages(List<Message> list) implements Iterable<Message>, AutoCloseable {

    /** Takes the messages over. */
    public Messages {
        list = List.copyOf(list);
    }

    /** How many there are. */
    public int size() {
        return list.size();
    }

    @Override
    public Iterator<Message> iterator() {
        return list.iterator();
    }

    /** Gives the messages back; closing twice is the same as once. */
    @Override
    public void close() {
        list.forEach(Message::close);
    }
}
