package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.lifecycle.NodeLife;
import dev.bowstring.runtime.supervisor.RunResult.EdgeEnd;
import dev.bowstring.runtime.supervisor.RunResult.NodeEnd;
import dev.bowstring.transport.counters.LatencySnapshot;
import dev.bowstring.transport.counters.OutputCounter;
import dev.bowstring.transport.log.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the result of a run from its words, while they are still there. */
final class Accounts {
    private Accounts() {}

    static List<NodeEnd> nodes(NodeRuns nodes) {
        return nodes.all().stream()
                .map(node -> new NodeEnd(
                        node.id(),
                        (node.life() == NodeLife.FAILED ? NodeLife.FAILED : NodeLife.STOPPED)
                                .name()
                                .toLowerCase(Locale.ROOT),
                        node.exitCode(),
                        node.cause()))
                .toList();
    }

    static List<EdgeEnd> edges(RunFiles files) {
        List<EdgeEnd> edges = new ArrayList<>();
        for (SharedOutput output : files.outputs()) {
            for (PlannedReader reader : output.plan().readers()) {
                edges.add(edge(output, reader));
            }
        }
        return edges;
    }

    /** What a lossy reader could not get any more counts as dropped. L10 */
    private static EdgeEnd edge(SharedOutput output, PlannedReader reader) {
        Account account = output.log().account(reader.index());
        LatencySnapshot latency = output.latency(reader.index()).snapshot();
        return new EdgeEnd(
                output.plan().name(),
                reader.name(),
                account.published(),
                account.received(),
                account.dropped() + account.unreachable(),
                account.unread() - account.unreachable(),
                output.counters().value(OutputCounter.REFUSED),
                output.counters().value(OutputCounter.COPIES),
                latency.p50Ns(),
                latency.p99Ns());
    }
}
