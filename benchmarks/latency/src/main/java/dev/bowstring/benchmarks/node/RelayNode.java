package dev.bowstring.benchmarks.node;

import dev.bowstring.benchmarks.cell.Work;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;

/** Passes on what it reads in a message of its own. */
public final class RelayNode {
    private RelayNode() {}

    /** See {@link Work#fromEnvironment}. */
    public static void main(String[] arguments) {
        try (Node node = Node.connect()) {
            Work work = Work.fromEnvironment();
            Output out = node.output("out");
            NodePayload payload = new NodePayload(work);
            Face.of(work).read(node, event -> {
                long value = event instanceof Message message ? payload.read(message) : Work.THE_END;
                payload.send(out, value);
                return value != Work.THE_END;
            });
        }
    }
}
