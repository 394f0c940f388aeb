package dev.bowstring.runtime.supervisor;

import dev.bowstring.transport.control.Frame.Grow;
import dev.bowstring.transport.control.Frame.Grown;
import dev.bowstring.transport.control.Frame.HelloReply;
import dev.bowstring.transport.control.Frame.Read;
import dev.bowstring.transport.control.Frame.Reading;
import dev.bowstring.transport.control.Frame.Refused;
import dev.bowstring.transport.control.Hello;
import dev.bowstring.transport.control.NodeConnection;
import dev.bowstring.transport.control.NodeHandler;
import dev.bowstring.transport.control.ToolSeats;
import dev.bowstring.transport.segment.SegmentException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;

/** Answers what nodes ask through the socket. The supervisor's thread. */
final class ControlDesk implements NodeHandler {
    private final Welcomes welcomes;
    private final DeathPass deathPass;
    private final ToolReaders toolReaders;
    private final LongSupplier nanoTime;
    private final RunFiles files;
    private final AllNodes nodes;
    private final Consumer<String> notes;
    private final Consumer<Boolean> stop;
    private final Map<NodeConnection, Long> attached = new HashMap<>();

    /** @param stop ends the run; told whether at once */
    ControlDesk(
            RunPlan plan,
            RunFiles files,
            AllNodes nodes,
            LongSupplier nanoTime,
            Consumer<String> notes,
            Consumer<Boolean> stop) {
        this.stop = stop;
        this.welcomes = new Welcomes(plan, files);
        this.deathPass = new DeathPass(plan, files);
        this.toolReaders = new ToolReaders(files);
        this.nanoTime = nanoTime;
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
        if (node.isEmpty() || !isOfPresentLife(node.get(), hello)) {
            return new Refused(
                    "this process is not node " + hello.node() + " of the run; nodes are started by `bowstring run`");
        }
        if (node.get().connected() || !node.get().hasProcess()) {
            return new Refused("node " + hello.node() + " has connected before; connect once in a process");
        }
        node.get().hello();
        deathPass.letIn(node.get());
        return welcomes.of(node.get().spec());
    }

    private static boolean isOfPresentLife(NodeRun node, Hello hello) {
        return hello.tokenIs(node.token()) && hello.incarnation() == node.incarnation();
    }

    /** The started node that this connection is of; empty when it is that of an earlier life, whose words count no more. */
    private Optional<NodeRun> present(NodeConnection connection) {
        return nodes.started()
                .find(connection.hello().node())
                .filter(node -> isOfPresentLife(node, connection.hello()));
    }

    private boolean speaksOfAnEarlierLife(NodeConnection connection) {
        boolean started = nodes.started().find(connection.hello().node()).isPresent();
        return started && present(connection).isEmpty();
    }

    private HelloReply attach(NodeConnection connection, Hello hello, DynamicNode node) {
        if (!hello.tokenIs(node.token()) || hello.incarnation() != Hello.ATTACHING) {
            return new Refused("this process has not the token of node " + node.id() + "; use Node.attach");
        }
        Optional<HelloReply> refusal = node.refusal();
        if (refusal.isEmpty()) {
            node.attach(hello.pid(), nanoTime.getAsLong());
            attached.put(connection, node.incarnation());
        }
        return refusal.orElseGet(() -> welcomes.of(node.spec()));
    }

    /** Makes one more arena file, if there is room. */
    @Override
    public void onGrow(NodeConnection connection, Grow request) {
        if (speaksOfAnEarlierLife(connection)) {
            return;
        }
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

    /** Lets a tool read what it asks for. */
    @Override
    public void onRead(NodeConnection connection, Read request) {
        Long incarnation = attached.get(connection);
        Optional<DynamicNode> tool = nodes.dynamic()
                .find(connection.hello().node())
                .filter(node -> ToolSeats.isSeat(node.id()) && Objects.equals(incarnation, node.incarnation()));
        connection.answer(tool.map(node -> toolReaders.open(node, request))
                .orElseGet(() -> Reading.refused("only tools choose what they read; nodes are wired by the dataflow")));
    }

    /** Cuts an edge whose reader has met what no publisher writes. */
    @Override
    public void onCorrupt(NodeConnection connection, String input, String what) {
        if (speaksOfAnEarlierLife(connection)) {
            return;
        }
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
        present(connection).ifPresent(node -> node.ready(nanoTime.getAsLong()));
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
        present(connection).ifPresent(NodeRun::left);
    }

    private void attached(NodeConnection connection, ObjLongConsumer<DynamicNode> news) {
        Long incarnation = attached.get(connection);
        if (incarnation != null) {
            nodes.dynamic().find(connection.hello().node()).ifPresent(node -> news.accept(node, incarnation));
        }
    }
}
