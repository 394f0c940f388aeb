package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.descriptor.InputSpec;
import dev.bowstring.runtime.descriptor.NodeSpec;
import dev.bowstring.runtime.descriptor.OutputSource;
import dev.bowstring.runtime.descriptor.Start;
import dev.bowstring.runtime.descriptor.TimerSource;
import dev.bowstring.transport.control.Frame.Grow;
import dev.bowstring.transport.control.Frame.Grown;
import dev.bowstring.transport.control.Frame.HelloReply;
import dev.bowstring.transport.control.Frame.Refused;
import dev.bowstring.transport.control.Hello;
import dev.bowstring.transport.control.InputPort;
import dev.bowstring.transport.control.NodeConnection;
import dev.bowstring.transport.control.NodeHandler;
import dev.bowstring.transport.control.OutputPort;
import dev.bowstring.transport.control.TimerPort;
import dev.bowstring.transport.control.Welcome;
import dev.bowstring.transport.segment.SegmentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Answers what nodes ask through the socket. The supervisor's thread. */
final class ControlDesk implements NodeHandler {
    private final RunPlan plan;
    private final RunFiles files;
    private final NodeRuns nodes;
    private final Consumer<String> notes;

    ControlDesk(RunPlan plan, RunFiles files, NodeRuns nodes, Consumer<String> notes) {
        this.plan = plan;
        this.files = files;
        this.nodes = nodes;
        this.notes = notes;
    }

    /** Lets a node in if it is the one this supervisor started. */
    @Override
    public HelloReply onHello(NodeConnection connection, Hello hello) {
        Optional<NodeRun> node = nodes.find(hello.node());
        if (node.isEmpty() || !hello.tokenIs(node.get().token()) || hello.incarnation() != NodeRun.INCARNATION) {
            return new Refused(
                    "this process is not node " + hello.node() + " of the run; nodes are started by `bowstring run`");
        }
        if (node.get().connected() || node.get().life().ended()) {
            return new Refused("node " + hello.node() + " has connected before; connect once in a process");
        }
        node.get().hello();
        return welcome(node.get().spec());
    }

    private Welcome welcome(NodeSpec node) {
        List<InputPort> inputs = new ArrayList<>();
        List<TimerPort> timers = new ArrayList<>();
        for (InputSpec input : node.inputs()) {
            if (input.source() instanceof OutputSource source) {
                inputs.add(port(node, input, source));
            } else if (input.source() instanceof TimerSource timer) {
                timers.add(new TimerPort(input.id(), timer.periodNs()));
            }
        }
        return new Welcome(
                plan.dataflow().name(),
                inputs,
                timers,
                files.outputsOf(node.id()).map(ControlDesk::port).toList(),
                node.start() == Start.EAGER,
                plan.dataflow().startTimeout().toNanos());
    }

    private InputPort port(NodeSpec node, InputSpec input, OutputSource source) {
        PlannedReader reader = plan.output(source).reader(node.id(), input.id());
        return new InputPort(
                input.id(),
                source.node(),
                source.output(),
                reader.index(),
                reader.blocking(),
                input.queueSize(),
                input.maxHeld(),
                reader.inOwnCycle());
    }

    private static OutputPort port(SharedOutput output) {
        PlannedOutput plan = output.plan();
        List<String> readers = new ArrayList<>();
        for (int reader = 0; reader < plan.readerFiles(); reader++) {
            readers.add(
                    reader < plan.readers().size() ? plan.readers().get(reader).node() : "");
        }
        return new OutputPort(
                plan.spec().id(),
                plan.spec().arenaBytes(),
                plan.spec().arenaMaxBytes(),
                readers,
                output.firstCounter());
    }

    /** Makes one more arena file, if there is room. */
    @Override
    public void onGrow(NodeConnection connection, Grow request) {
        connection.answer(files.outputs().stream()
                .filter(output -> output.plan().node().equals(connection.hello().node())
                        && output.plan().spec().id().equals(request.output()))
                .findFirst()
                .map(output -> grow(output, request))
                .orElseGet(() -> Grown.refused(request)));
    }

    private Grown grow(SharedOutput output, Grow request) {
        long size = ArenaFileSize.of(request.minBytes(), output.store(), files.freeBytes());
        if (size == ArenaFileSize.NONE) {
            return Grown.refused(request);
        }
        try {
            return new Grown(request.request(), output.store().addArena(size), size);
        } catch (SegmentException full) {
            // Somebody else was quicker to take the room: that is no room, never a fault.
            notes.accept("the memory of " + output.plan().name() + " cannot grow: " + full.getMessage());
            return Grown.refused(request);
        }
    }

    /** Cuts an edge whose reader has met what no publisher writes. */
    @Override
    public void onCorrupt(NodeConnection connection, String input, String what) {
        String node = connection.hello().node();
        for (SharedOutput output : files.outputs()) {
            for (PlannedReader reader : output.plan().readers()) {
                if (reader.node().equals(node) && reader.input().id().equals(input)) {
                    output.log().free(reader.index());
                    files.node(output.plan().node()).doorbell().ring();
                    notes.accept(output.plan().name() + " is corrupt for " + reader.name()
                            + ", which gets no more of it: " + what);
                }
            }
        }
    }

    @Override
    public void onReady(NodeConnection connection) {
        nodes.find(connection.hello().node()).ifPresent(NodeRun::ready);
    }

    /** Its process is most likely about to end, but it may go on with something else. */
    @Override
    public void onBye(NodeConnection connection) {
        left(connection);
    }

    /** Its process has most likely ended; the exit of a child is known as soon, and for certain. */
    @Override
    public void onEof(NodeConnection connection, String why) {
        left(connection);
    }

    private void left(NodeConnection connection) {
        nodes.find(connection.hello().node()).ifPresent(NodeRun::left);
    }
}
