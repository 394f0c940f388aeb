package dev.bowstring.node.flow;

import dev.bowstring.node.Message;
import dev.bowstring.node.NodeException;
import java.util.List;

/**
 * One message of each of several inputs. They are valid until this is closed, which gives them back.
 *
 * @param list the messages, in the order in which the inputs were named
 */
public record Matched(List<Message> list) implements AutoCloseable {

    /** Takes the messages over. */
    public Matched {
        list = List.copyOf(list);
    }

    /**
     * The message of an input.
     *
     * @throws NodeException if the input is none of those that were named
     */
    public Message of(String input) {
        return list.stream()
                .filter(message -> message.input().equals(input))
                .findFirst()
                .orElseThrow(() -> new NodeException(
                        "there is no message of input '" + input + "'",
                        "its inputs are " + list.stream().map(Message::input).toList()));
    }

    /** Gives the messages back; closing twice is the same as once. */
    @Override
    public void close() {
        list.forEach(Message::close);
    }
}
