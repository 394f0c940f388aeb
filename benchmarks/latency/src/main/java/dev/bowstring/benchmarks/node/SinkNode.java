package dev.bowstring.benchmarks.node;

import dev.bowstring.benchmarks.cell.Seen;
import dev.bowstring.benchmarks.cell.Work;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;

/** Receives messages until the last one, and leaves what it has seen under its own name. */
public final class SinkNode {
    private SinkNode() {}

    /** See {@link Work#fromEnvironment}. */
    public static void main(String[] arguments) {
        try (Node node = Node.connect()) {
            Work work = Work.fromEnvironment();
            NodePayload payload = new NodePayload(work);
            Seen seen = new Seen(work, node.id());
            Face.of(work)
                    .read(
                            node,
                            event -> seen.message(
                                    event instanceof Message message ? payload.read(message) : Work.THE_END));
            seen.write();
        }
    }
}
