package dev.bowstring.examples;

import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;
import java.util.concurrent.locks.LockSupport;

/** Forwards what it receives, 5 ms later. */
final class SlowNode {
    private static final long DELAY_NS = 5_000_000;

    private SlowNode() {}

    public static void main(String[] arguments) {
        try (Node node = Node.connect()) {
            Output enriched = node.output("enriched");
            for (Event event : node.events()) {
                if (event instanceof Message message) {
                    LockSupport.parkNanos(DELAY_NS);
                    enriched.send(message.batch(), message.metadata());
                }
            }
        }
    }
}
