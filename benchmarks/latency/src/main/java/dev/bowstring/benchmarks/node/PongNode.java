package dev.bowstring.benchmarks.node;

import dev.bowstring.benchmarks.cell.Ease;
import dev.bowstring.benchmarks.cell.Work;
import dev.bowstring.node.InputClosed;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;

/** Answers every message with one of the same size. */
public final class PongNode {
    private PongNode() {}

    /** See {@link Work#fromEnvironment}. */
    public static void main(String[] arguments) {
        try (Node node = Node.connect()) {
            Work work = Work.fromEnvironment();
            Output out = node.output("out");
            NodePayload payload = new NodePayload(work);
            Face.of(work).read(node, event -> {
                if (event instanceof Message message) {
                    long value = payload.read(message);
                    payload.send(out, Ease.answer(value));
                    Ease.rest(value);
                }
                // Once ping is done: it is in a cycle with this node, so Stop does not follow by itself.
                return !(event instanceof InputClosed);
            });
        }
    }
}
