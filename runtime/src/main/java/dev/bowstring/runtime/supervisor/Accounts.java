package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.descriptor.NodeSpec;
import dev.bowstring.runtime.lifecycle.AttachState;
import dev.bowstring.runtime.lifecycle.NodeLife;
import dev.bowstring.runtime.supervisor.RunResult.EdgeEnd;
import dev.bowstring.runtime.supervisor.RunResult.NodeEnd;
import dev.bowstring.transport.control.ToolSeats;
import dev.bowstring.transport.counters.LatencySnapshot;
import dev.bowstring.transport.counters.OutputCounter;
import dev.bowstring.transport.log.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the result of a run from its words, while they are still there. */
final class Accounts {
    private Accounts() {}

    /** In order of declaration. */
    static List<NodeEnd> nodes(RunPlan plan, NodeRuns started, DynamicNodes dynamic) {
        List<NodeEnd> ends = new ArrayList<>();
        for (NodeSpec node : plan.dataflow().nodes()) {
            started.find(node.id()).map(Accounts::end).ifPresent(ends::add);
            dynamic.find(node.id()).map(Accounts::end).ifPresent(ends::add);
        }
        return ends;
    }

    private static NodeEnd end(NodeRun node) {
        NodeLife life = node.life() == NodeLife.FAILED ? NodeLife.FAILED : NodeLife.STOPPED;
        return new NodeEnd(
                node.id(), life.name().toLowerCase(Locale.ROOT), node.exitCode(), node.cause(), node.incarnation() - 1);
    }

    private static NodeEnd end(DynamicNode node) {
        String state = node.state() == AttachState.DETACHED && node.incarnation() == 0
                ? "never attached"
                : node.state().name().toLowerCase(Locale.ROOT);
        return new NodeEnd(node.id(), state, Incarnation.UNKNOWN_EXIT, "", Math.max(0, node.incarnation() - 1));
    }

    static List<EdgeEnd> edges(RunFiles files, DynamicNodes dynamic) {
        List<EdgeEnd> edges = new ArrayList<>();
        for (SharedOutput output : files.outputs()) {
            for (PlannedReader reader : output.plan().readers()) {
                edges.add(edge(output, reader.name(), reader.index(), account(output, reader, dynamic)));
            }
            edges.addAll(tools(output, dynamic));
        }
        return edges;
    }

    /** Of tools that have read the output, or still do. */
    private static List<EdgeEnd> tools(SharedOutput output, DynamicNodes dynamic) {
        List<EdgeEnd> edges = new ArrayList<>();
        for (DynamicNode tool : dynamic.tools()) {
            int reader = output.plan().readers().size() + ToolSeats.NAMES.indexOf(tool.id());
            String name = tool.id() + "/" + output.plan().node() + "."
                    + output.plan().spec().id();
            Account account = tool.ports().toolAccounts().get(name);
            if (account != null) {
                edges.add(edge(output, name, reader, account));
            }
        }
        return edges;
    }

    private static Account account(SharedOutput output, PlannedReader reader, DynamicNodes dynamic) {
        Account now = output.log().account(reader.index());
        return dynamic.find(reader.node())
                .map(node -> node.ports().account(reader, now, node.state() != AttachState.DETACHED))
                .orElse(now);
    }

    /** What a lossy reader could not get any more counts as dropped. L10 */
    private static EdgeEnd edge(SharedOutput output, String reader, int index, Account account) {
        LatencySnapshot latency = output.latency(index).snapshot();
        return new EdgeEnd(
                output.plan().name(),
                reader,
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
