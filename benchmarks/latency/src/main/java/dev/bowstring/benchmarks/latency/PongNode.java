package dev.bowstring.benchmarks.latency;

import dev.bowstring.node.InputClosed;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;

/** Answers every message with one of the same size. */
public final class PongNode {
    private PongNode() {}

    /** Environment: {@code LATENCY_CASE}. */
    public static void main(String[] arguments) {
        try (Node node = Node.connect()) {
            Output out = node.output("out");
            Case what = Case.parse(System.getenv("LATENCY_CASE"));
            Payload payload = new Payload(what);
            what.face().read(node, event -> {
                if (event instanceof Message message) {
                    payload.consume(message);
                    out.send(payload.next(out));
                }
                // Once ping is done: it is in a cycle with this node, so Stop does not follow by itself.
                return !(event instanceof InputClosed);
            });
        }
    }
}
