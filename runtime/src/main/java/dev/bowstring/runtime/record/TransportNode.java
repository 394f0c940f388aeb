package dev.bowstring.runtime.record;

import dev.bowstring.transport.control.Hello;
import dev.bowstring.transport.control.NodeControlReader;
import dev.bowstring.transport.control.SupervisorLink;
import dev.bowstring.transport.control.Welcome;
import dev.bowstring.transport.doorbell.Doorbell;
import dev.bowstring.transport.doorbell.Futex;
import dev.bowstring.transport.doorbell.IdleStrategy;
import dev.bowstring.transport.doorbell.Sleep;
import dev.bowstring.transport.doorbell.WaitingFor;
import dev.bowstring.transport.segment.Fence;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentKind;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A node without the SDK: its tie to the supervisor and its doorbell. One thread. */
final class TransportNode implements AutoCloseable {
    private final RunDirectory run;
    private final Doorbell doorbell;
    private final NodeControlReader control;
    private final Sleep input;
    private final Sleep room;
    private final SupervisorLink link;
    private volatile boolean alone;

    private TransportNode(RunDirectory run, String node, long incarnation, String token) {
        this.run = run;
        doorbell = new Doorbell(
                Segment.map(run.doorbell(node), SegmentKind.DOORBELL, run.runId(), true)
                        .buffer(),
                Futex.system());
        control = new NodeControlReader(Segment.map(run.nodeControl(node), SegmentKind.NODE_CONTROL, run.runId(), false)
                .buffer());
        input = new Sleep(doorbell, WaitingFor.INPUT, Fence.HARDWARE, IdleStrategy.BLOCKING);
        room = new Sleep(doorbell, WaitingFor.ROOM, Fence.HARDWARE, IdleStrategy.BLOCKING);
        link = SupervisorLink.connect(run.socket(), Hello.of(node, incarnation, token), this::supervisorGone);
    }

    /** Says hello as the node that the supervisor has started this process for. */
    static TransportNode connect(Map<String, String> environment) {
        return new TransportNode(
                new RunDirectory(Path.of(environment.getOrDefault("BOWSTRING_RUN_DIR", ""))),
                name(environment),
                Long.parseLong(environment.getOrDefault("BOWSTRING_INCARNATION", "0")),
                environment.getOrDefault("BOWSTRING_TOKEN", ""));
    }

    /** The name of the node that this process is. */
    static String name(Map<String, String> environment) {
        return environment.getOrDefault("BOWSTRING_NODE", "");
    }

    private void supervisorGone() {
        alone = true;
        doorbell.ring();
    }

    RunDirectory run() {
        return run;
    }

    Welcome welcome() {
        return link.welcome();
    }

    SupervisorLink link() {
        return link;
    }

    Doorbell doorbell() {
        return doorbell;
    }

    /** What to add to a publish time for the time of day in ns since 1970. */
    long wallMinusMonotonicNs() {
        return control.wallMinusMonotonicNs();
    }

    /** Says that all ports are open, and waits until those of all others are, or this one is to stop. */
    void awaitGo() {
        link.ready();
        awaitInput(control::go);
    }

    /** Whether it shall end at once. */
    boolean stopping() {
        return alone || control.stopping();
    }

    /** Whether the run is ending: what is under way is finished first. */
    boolean draining() {
        return control.draining();
    }

    /** Sleeps until there is something to do, or this node is to stop. */
    void awaitInput(BooleanSupplier look) {
        var unused = input.await(() -> look.getAsBoolean() || stopping(), Long.MAX_VALUE);
    }

    /** The same for room, up to a moment of {@link System#nanoTime}. */
    void awaitRoom(BooleanSupplier look, long deadlineNs) {
        var unused = room.await(() -> look.getAsBoolean() || stopping(), deadlineNs);
    }

    /** Says that nothing is held any more, and disconnects. */
    @Override
    public void close() {
        link.bye();
        link.close();
    }
}
