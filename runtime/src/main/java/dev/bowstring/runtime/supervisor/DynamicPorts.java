package dev.bowstring.runtime.supervisor;

import dev.bowstring.transport.control.ToolSeats;
import dev.bowstring.transport.log.Account;
import dev.bowstring.transport.segment.Fence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the supervisor does to the shared memory of one dynamic node, or of a tool, when a process attaches, leaves, is lost or is gone.
 * Every step may be repeated (L7) until the next process is let in.
 */
final class DynamicPorts {
    private static final Account NOTHING = new Account(0, 0, 0, 0, 0);

    private final String node;
    private final RunPlan plan;
    private final RunFiles files;
    private final List<Edge> inputs = new ArrayList<>();
    private final Map<String, Account> settled = new LinkedHashMap<>();

    private record Edge(SharedOutput output, PlannedReader reader) {
        Account account() {
            return output.log().account(reader.index());
        }

        String name() {
            return reader.name();
        }
    }

    DynamicPorts(String node, RunPlan plan, RunFiles files) {
        this.node = node;
        this.plan = plan;
        this.files = files;
        for (SharedOutput output : files.outputs()) {
            for (PlannedReader reader : output.plan().readers()) {
                if (reader.node().equals(node)) {
                    inputs.add(new Edge(output, reader));
                }
            }
        }
    }

    /**
     * Opens the readers behind the last message, and tells the readers of its outputs where another process takes over. The
     * process before has left or is proved dead.
     */
    void attach(long incarnation, long nowNs) {
        files.node(node).doorbell().clearWaiting();
        if (incarnation > 1) {
            files.outputsOf(node).forEach(output -> output.log().restarted(incarnation - 1, nowNs));
        }
        for (Edge edge : inputs) {
            edge.output.log().attach(edge.reader.index(), edge.reader.blocking(), Fence.HARDWARE);
        }
        ring();
    }

    /** Opens one more reader, of a tool, behind the last message of its output. */
    void read(SharedOutput output, PlannedReader reader) {
        Edge edge = new Edge(output, reader);
        inputs.add(edge);
        output.log().attach(reader.index(), reader.blocking(), Fence.HARDWARE);
        files.node(output.plan().node()).doorbell().ring();
        files.node(node).doorbell().ring();
    }

    /** Whether nothing was opened that the process could read. */
    boolean readsNothing() {
        return inputs.isEmpty();
    }

    /** The process has cleared its pins itself and neither reads nor sends any more: nobody waits for it. */
    void leave() {
        settle();
        files.outputsOf(node).forEach(output -> output.log().endWaits());
        inputs.forEach(edge -> edge.output.log().free(edge.reader.index()));
        files.node(node).doorbell().clearWaiting();
        ring();
        if (ToolSeats.isSeat(node)) {
            inputs.clear(); // the next tool there reads something else
        }
    }

    /** The process may still read, but nobody waits for it any longer; what it holds stays its own (L6). */
    void demote() {
        inputs.forEach(edge -> edge.output.log().demote(edge.reader.index()));
        ring();
    }

    /** The process is proved dead: what it held is given back. */
    void giveBack() {
        inputs.forEach(edge -> edge.output.log().clearPins(edge.reader.index()));
        leave();
    }

    /** Ends the outputs behind their last message. Only while no process is attached (L1). */
    void endOutputs() {
        files.outputsOf(node).forEach(output -> output.log().close());
        ring();
    }

    /** Whether every input from outside the node's own cycle has ended, and was read to its end. */
    boolean readToTheEnd() {
        return inputs.stream()
                .filter(edge -> !edge.reader.inOwnCycle())
                .allMatch(edge -> edge.output.log().closed() && unread(edge.account()) == 0);
    }

    private static long unread(Account account) {
        return account.unread() - account.unreachable();
    }

    /** The process before this moment is accounted for: what it left unread nobody will read. */
    private void settle() {
        for (Edge edge : inputs) {
            settled.merge(edge.name(), edge.account().settled(), Account::plus);
        }
    }

    /** The edges of tools, present and gone, for who adds up: the output and the input, and what became of the messages. */
    Map<String, Account> toolAccounts() {
        Map<String, Account> all = new LinkedHashMap<>(settled);
        inputs.forEach(edge -> all.merge(edge.name(), edge.account(), Account::plus));
        return all;
    }

    /** What became of the messages of an input while processes were attached, the present one included. */
    Account account(PlannedReader reader, Account now, boolean present) {
        Account before = settled.getOrDefault(reader.name(), NOTHING);
        return present ? before.plus(now) : before;
    }

    private void ring() {
        files.node(node).doorbell().ring();
        inputs.forEach(edge -> files.node(edge.output.plan().node()).doorbell().ring());
        plan.neighbours(node)
                .forEach(neighbour -> files.node(neighbour).doorbell().ring());
    }
}
