package dev.bowstring.runtime.supervisor;

import dev.bowstring.transport.control.NodeControlWriter;
import dev.bowstring.transport.control.NodeState;
import java.util.HashMap;
import java.util.Map;

/**
 * Shows the state of each node to whoever looks at the run from outside, in words of shared memory: they cost a store when
 * something has changed, need no room, and stand there as long as the run does.
 */
final class StatusBoard {
    private final AllNodes nodes;
    private final Map<String, Shown> shown = new HashMap<>();

    private record Shown(NodeState state, long pid) {}

    StatusBoard(AllNodes nodes) {
        this.nodes = nodes;
    }

    /** Shows what has changed. */
    void update(long nowNs) {
        for (NodeRun node : nodes.started().all()) {
            show(node.id(), new Shown(NodeState.valueOf(node.life().name()), node.pid()), node.control(), nowNs);
        }
        for (DynamicNode node : nodes.dynamic().all()) {
            show(node.id(), new Shown(NodeState.valueOf(node.state().name()), node.pid()), node.control(), nowNs);
        }
    }

    private void show(String node, Shown now, NodeControlWriter control, long nowNs) {
        if (!now.equals(shown.put(node, now))) {
            control.show(now.state(), now.pid(), nowNs);
        }
    }
}
