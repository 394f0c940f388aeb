package dev.bowstring.node.flow;

import dev.bowstring.node.Message;
import dev.bowstring.node.NodeException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@link Hold}s of an operator on several inputs. */
final class Holds {
    private final Map<String, Hold> holds = new LinkedHashMap<>();

    /** @throws NodeException if there are too few inputs, one of them twice, or unknown to the node */
    Holds(NodeFlow flow, List<String> inputs) {
        if (inputs.isEmpty() || new HashSet<>(inputs).size() < inputs.size()) {
            throw new NodeException("an operator on the inputs " + inputs, "name each once, and at least one");
        }
        inputs.forEach(input -> holds.put(input, new Hold(flow.node().maxHeld(input))));
    }

    HeldMessage keep(Message message) {
        return of(message.input()).hold(message).view();
    }

    private Hold of(String input) {
        Hold hold = holds.get(input);
        if (hold == null) {
            throw new NodeException("input '" + input + "' is not among the inputs " + holds.keySet(), "name it");
        }
        return hold;
    }

    /** How many messages of an input were copied. */
    long copied(String input) {
        return of(input).copied();
    }
}
