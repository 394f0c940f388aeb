package dev.bowstring.benchmarks.node;

import dev.bowstring.benchmarks.cell.Schedule;
import dev.bowstring.benchmarks.cell.Work;
import dev.bowstring.node.Burst;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;
import java.util.function.LongConsumer;

/** Sends what the schedule of the cell says. */
public final class SourceNode {
    private SourceNode() {}

    /** See {@link Work#fromEnvironment}. */
    public static void main(String[] arguments) {
        try (Node node = Node.connect()) {
            Work work = Work.fromEnvironment();
            Output out = node.output("out");
            NodePayload payload = new NodePayload(work);
            LongConsumer send = value -> payload.send(out, value);
            int together = (int) work.number("burst");
            if (together == 1) {
                new Schedule(work, send, () -> {}).run();
            } else {
                try (Burst burst = out.burst(together)) {
                    new Schedule(work, send, burst::flush).run();
                    burst.flush();
                }
            }
        }
    }
}
