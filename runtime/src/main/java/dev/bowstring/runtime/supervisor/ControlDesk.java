package dev.bowstring.runtime.supervisor;

import dev.bowstring.transport.control.Frame.Grow;
import dev.bowstring.transport.control.Frame.Grown;
import dev.bowstring.transport.control.Frame.HelloReply;
import dev.bowstring.transport.control.Frame.Refused;
import dev.bowstring.transport.control.Hello;
import dev.bowstring.transport.control.NodeConnection;
import dev.bowstring.transport.control.NodeHandler;
import dev.bowstring.transport.segment.SegmentException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;

/** Answers what nodes ask through the socket. The supervisor's thread. */
final class ControlDesk implements NodeHandler {
    private final Welcomes welcomes;
    private final RunFiles files;
    private final AllNodes nodes;
    private final Consumer<String> notes;
    private final Consumer<Boolean> stop;
    private final Map<NodeConnection, Long> attached = new HashMap<>();

    /** @param stop ends the run; told whether at once */
    ControlDesk(RunPlan plan, RunFiles files, AllNodes nodes, Consumer<String> notes, Consumer<Boolean> stop) {
        this.stop = stop;
        this.welcomes = new Welcomes(plan, files);
        this.files = files;
        this.nodes = nodes;
        this.notes = notes;
    }

    /** Lets a node in if it is the one this supervisor started, or may attach. */
    @Override
    public HelloReply onHello(NodeConnection connection, Hello hello) {
        Optional<DynamicNode> dynamic = nodes.dynamic().find(hello.node());
        if (dynamic.isPresent()) {
            return attach(connection, hello, dynamic.get());
        }
        Optional<NodeRun> node = nodes.started().find(hello.node());
        if (node.isEmpty() || !hello.tokenIs(node.get().token()) || hello.incarnation() != NodeRun.INCARNATION) {
            return new Refused(
                    "this process is not node " + hello.node() + " of the run; nodes are started by `bowstring run`");
        }
        if (node.get().connected() || node.get().life().ended()) {
            return new Refused("node " + hello.node() + " has connected before; connect once in a process");
        }
        node.get().hello();
        return welcomes.of(node.get().spec());
    }

    private HelloReply attach(NodeConnection connection, Hello hello, DynamicNode node) {
        if (!hello.tokenIs(node.token()) || hello.incarnation() != Hello.ATTACHING) {
            return new Refused("this process has not the token of node " + node.id() + "; use Node.attach");
        }
        Optional<HelloReply> refusal = node.refusal();
        if (refusal.isEmpty()) {
            node.attach(hello.pid());
            attached.put(connection, node.incarnation());
        }
        return refusal.orElseGet(() -> welcomes.of(node.spec()));
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
    public void onStop(boolean now) {
        notes.accept("asked to stop" + (now ? " now" : "") + ", by `bowstring stop`");
        stop.accept(now);
    }

    @Override
    public void onReady(NodeConnection connection) {
        nodes.started().find(connection.hello().node()).ifPresent(NodeRun::ready);
    }

    /** The process of a started node is most likely about to end, but may go on with something else; an attached one has left. */
    @Override
    public void onBye(NodeConnection connection) {
        attached(connection, DynamicNode::bye);
        left(connection);
    }

    /** A hint; the exit of a child is known as soon, and for certain. */
    @Override
    public void onEof(NodeConnection connection, String why) {
        attached(connection, DynamicNode::linkLost);
        attached.remove(connection);
        left(connection);
    }

    private void left(NodeConnection connection) {
        nodes.started().find(connection.hello().node()).ifPresent(NodeRun::left);
    }

    private void attached(NodeConnection connection, ObjLongConsumer<DynamicNode> news) {
        Long incarnation = attached.get(connection);
        if (incarnation != null) {
            nodes.dynamic().find(connection.hello().node()).ifPresent(node -> news.accept(node, incarnation));
        }
    }
}
