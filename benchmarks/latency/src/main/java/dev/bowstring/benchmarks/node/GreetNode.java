package dev.bowstring.benchmarks.node;

import dev.bowstring.benchmarks.cell.Clock;
import dev.bowstring.benchmarks.cell.Samples;
import dev.bowstring.benchmarks.cell.Work;
import dev.bowstring.node.Node;

/** Two of them: one sends a single message, the other leaves the time at which it was there. */
public final class GreetNode {
    private GreetNode() {}

    /** See {@link Work#fromEnvironment}. */
    public static void main(String[] arguments) {
        try (Node node = Node.connect()) {
            Work work = Work.fromEnvironment();
            if (!node.outputs().isEmpty()) {
                new NodePayload(work).send(node.output("out"), Work.NOT_RECORDED);
                return;
            }
            if (node.next().isEmpty()) {
                throw new IllegalStateException("the dataflow ended before a message came");
            }
            Samples arrived = new Samples(1);
            arrived.add(Clock.nowNs());
            work.result("sink", arrived, 1, 0, 0);
        }
    }
}
