package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.descriptor.NodeSpec;
import dev.bowstring.transport.control.NodeControlWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** All nodes that the supervisor starts, in order of declaration. */
final class NodeRuns {
    private static final long KILL_ALL_NS = 5_000_000_000L;
    private static final long KILL_PAUSE_NS = 2_000_000L;

    private final Map<String, NodeRun> nodes = new LinkedHashMap<>();

    NodeRuns(RunPlan plan, RunFiles files) {
        for (NodeSpec spec : plan.started()) {
            NodeFiles shared = files.node(spec.id());
            NodeControlWriter control = new NodeControlWriter(shared.control());
            nodes.put(spec.id(), new NodeRun(spec, control, shared.doorbell()));
        }
    }

    List<NodeRun> all() {
        return List.copyOf(nodes.values());
    }

    /** Those of these names. */
    List<NodeRun> among(Set<String> names) {
        return nodes.values().stream().filter(node -> names.contains(node.id())).toList();
    }

    Optional<NodeRun> find(String node) {
        return Optional.ofNullable(nodes.get(node));
    }

    boolean finished() {
        return nodes.values().stream().allMatch(NodeRun::finished);
    }

    /**
     * Kills whatever lives, at once, and waits until it is dead; for ends that nobody planned. Any thread.
     *
     * @return whether nothing is left
     */
    boolean killAll() {
        long deadlineNs = System.nanoTime() + KILL_ALL_NS;
        while (nodes.values().stream().mapToInt(NodeRun::killNow).sum() > 0) {
            if (System.nanoTime() - deadlineNs > 0) {
                return false;
            }
            LockSupport.parkNanos(KILL_PAUSE_NS);
        }
        return true;
    }
}
