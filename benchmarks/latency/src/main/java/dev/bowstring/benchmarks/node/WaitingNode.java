package dev.bowstring.benchmarks.node;

import dev.bowstring.benchmarks.cell.Samples;
import dev.bowstring.benchmarks.cell.Work;
import dev.bowstring.node.Node;

/** Waits for events until it is stopped; leaves its process id under its own name. */
public final class WaitingNode {
    private WaitingNode() {}

    /** See {@link Work#fromEnvironment}. */
    public static void main(String[] arguments) {
        try (Node node = Node.connect()) {
            Work work = Work.fromEnvironment();
            Samples pid = new Samples(1);
            pid.add(ProcessHandle.current().pid());
            if (!node.outputs().isEmpty()) {
                new NodePayload(work).send(node.output("out"), Work.NOT_RECORDED); // all of it has been in use
            }
            work.result(node.id(), pid, 1, 0, 0);
            node.events().forEach(event -> {});
        }
    }
}
