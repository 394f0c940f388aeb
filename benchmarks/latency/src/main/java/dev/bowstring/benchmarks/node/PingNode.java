package dev.bowstring.benchmarks.node;

import dev.bowstring.benchmarks.cell.PingLoop;
import dev.bowstring.benchmarks.cell.Work;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;

/** Sends a message and waits for its answer, again and again. */
public final class PingNode {
    private PingNode() {}

    /** See {@link Work#fromEnvironment}. */
    public static void main(String[] arguments) {
        try (Node node = Node.connect()) {
            Work work = Work.fromEnvironment();
            Output out = node.output("out");
            NodePayload payload = new NodePayload(work);
            PingLoop loop = new PingLoop(work);
            payload.send(out, loop.begin());
            Face.of(work).read(node, event -> {
                if (!(event instanceof Message answer)) {
                    throw new IllegalStateException("no answer came: event=" + event);
                }
                payload.read(answer);
                boolean more = loop.answered();
                if (more) {
                    payload.send(out, loop.begin());
                }
                return more;
            });
            out.close();
            loop.write();
        }
    }
}
