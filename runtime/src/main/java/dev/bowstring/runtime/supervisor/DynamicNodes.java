package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.descriptor.CpuAffinity;
import dev.bowstring.runtime.descriptor.DebugSpec;
import dev.bowstring.runtime.descriptor.DynamicProgram;
import dev.bowstring.runtime.descriptor.HealthSpec;
import dev.bowstring.runtime.descriptor.LogSpec;
import dev.bowstring.runtime.descriptor.NodeSpec;
import dev.bowstring.runtime.descriptor.RestartSpec;
import dev.bowstring.runtime.descriptor.SourcePosition;
import dev.bowstring.runtime.descriptor.Start;
import dev.bowstring.runtime.lifecycle.AttachState;
import dev.bowstring.transport.control.NodeControlWriter;
import dev.bowstring.transport.control.ToolSeats;
import dev.bowstring.transport.segment.LifeLock;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.TokenFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * All dynamic nodes of a run, in order of declaration, then the places for tools, with the files by which a process proves
 * that it may attach.
 */
final class DynamicNodes implements AutoCloseable {
    private static final SourcePosition NOWHERE = new SourcePosition(1, 1);

    private final Map<String, DynamicNode> nodes = new LinkedHashMap<>();
    private final List<LifeLock> locks = new ArrayList<>();
    private final RunDirectory run;
    private final Consumer<String> notes;

    DynamicNodes(RunPlan plan, RunFiles files, Consumer<String> notes) {
        this.run = files.run();
        this.notes = notes;
        for (NodeSpec spec : plan.dynamic()) {
            DynamicPorts ports = new DynamicPorts(spec.id(), plan, files);
            DynamicNode.Part part = new DynamicNode.Part(
                    plan.isSource(spec.id()), plan.dataflow().grace());
            nodes.put(spec.id(), new DynamicNode(spec, tie(spec.id(), files), ports, part, notes));
        }
        for (String seat : ToolSeats.NAMES) {
            DynamicPorts ports = new DynamicPorts(seat, plan, files);
            DynamicNode.Part part = new DynamicNode.Part(false, plan.dataflow().grace());
            nodes.put(seat, new DynamicNode(tool(seat), tie(seat, files), ports, part, notes));
        }
    }

    /** Wired to nothing: it says itself what it reads. */
    private static NodeSpec tool(String seat) {
        return new NodeSpec(
                seat,
                new DynamicProgram(),
                List.of(),
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                CpuAffinity.any(NOWHERE),
                Start.EAGER,
                RestartSpec.DEFAULT,
                HealthSpec.DEFAULT,
                DebugSpec.OFF,
                LogSpec.DEFAULT,
                NOWHERE,
                seat,
                "");
    }

    /** The places for tools. */
    List<DynamicNode> tools() {
        return nodes.values().stream()
                .filter(node -> ToolSeats.isSeat(node.id()))
                .toList();
    }

    private DynamicNode.Tie tie(String node, RunFiles files) {
        String token = Token.random();
        TokenFile.create(run.token(node), token);
        LifeLock lock = LifeLock.create(run.lock(node));
        locks.add(lock);
        NodeFiles shared = files.node(node);
        return new DynamicNode.Tie(token, new NodeControlWriter(shared.control()), shared.doorbell(), lock);
    }

    List<DynamicNode> all() {
        return List.copyOf(nodes.values());
    }

    Optional<DynamicNode> find(String node) {
        return Optional.ofNullable(nodes.get(node));
    }

    /** Whether a process is attached as one of them. */
    boolean anyAttached() {
        return any(AttachState.ATTACHED);
    }

    /** Whether a process has lost its connection and is not proved gone. */
    boolean anyLost() {
        return any(AttachState.LOST);
    }

    private boolean any(AttachState state) {
        return nodes.values().stream().anyMatch(node -> node.state() == state);
    }

    /** Whether one was given its time to leave, and has not. */
    boolean anyOverdue() {
        return nodes.values().stream().anyMatch(DynamicNode::overdue);
    }

    /** Tells the user how a program attaches. */
    void explain() {
        for (String node : nodes.keySet()) {
            if (ToolSeats.isSeat(node)) {
                continue;
            }
            notes.accept("node " + node + " is dynamic: a program attaches with Node.attach(\"" + run.runId() + "\", \""
                    + node + "\"); the run directory is " + run.path());
        }
    }

    /** Forgets the locks. */
    @Override
    public void close() {
        locks.forEach(LifeLock::close);
    }
}
