package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.descriptor.NodeSpec;
import dev.bowstring.transport.control.NodeControlWriter;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** All nodes of a run, in order of declaration. */
final class NodeRuns {
    private static final int TOKEN_BYTES = 16;
    private static final long KILL_ALL_NS = 5_000_000_000L;
    private static final long KILL_PAUSE_NS = 2_000_000L;

    private final Map<String, NodeRun> nodes = new LinkedHashMap<>();

    NodeRuns(RunPlan plan, RunFiles files) {
        SecureRandom random = new SecureRandom();
        for (NodeSpec spec : plan.dataflow().nodes()) {
            byte[] token = new byte[TOKEN_BYTES];
            random.nextBytes(token);
            NodeFiles shared = files.node(spec.id());
            NodeControlWriter control = new NodeControlWriter(shared.control());
            control.begin(NodeRun.INCARNATION);
            nodes.put(spec.id(), new NodeRun(spec, HexFormat.of().formatHex(token), control, shared.doorbell()));
        }
    }

    List<NodeRun> all() {
        return List.copyOf(nodes.values());
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
