package dev.bowstring.examples;

import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;

/** Sends everything back. */
public final class EchoNode {
    private EchoNode() {}

    /** Input {@code in}, output {@code out}. */
    public static void main(String[] arguments) {
        try (Node node = Node.connect()) {
            Output out = node.output("out");
            node.on("in", (Message message) -> out.send(message.batch())).run();
        }
    }
}
