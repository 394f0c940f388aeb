package dev.bowstring.runtime.record;

import dev.bowstring.runtime.recording.RecordingException;
import dev.bowstring.transport.control.Hello;
import dev.bowstring.transport.control.NodeBusyException;
import dev.bowstring.transport.control.NodeControlReader;
import dev.bowstring.transport.control.SupervisorLink;
import dev.bowstring.transport.control.ToolSeats;
import dev.bowstring.transport.control.Welcome;
import dev.bowstring.transport.doorbell.Doorbell;
import dev.bowstring.transport.doorbell.Futex;
import dev.bowstring.transport.doorbell.IdleStrategy;
import dev.bowstring.transport.doorbell.Sleep;
import dev.bowstring.transport.doorbell.WaitingFor;
import dev.bowstring.transport.segment.Fence;
import dev.bowstring.transport.segment.LifeLock;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentKind;
import dev.bowstring.transport.segment.TokenFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A node without the SDK, or a tool: its tie to the supervisor and its doorbell. One thread. */
final class TransportNode implements AutoCloseable {
    private static final long PATIENCE_NS = 2_000_000_000L;
    private static final long PAUSE_NS = 20_000_000L;

    private final RunDirectory run;
    private final Doorbell doorbell;
    private final NodeControlReader control;
    private final Sleep input;
    private final Sleep room;
    private final SupervisorLink link;
    private final Optional<LifeLock> attached;
    private volatile boolean alone;
    private volatile boolean interrupted;

    private TransportNode(RunDirectory run, String node, Hello hello, Optional<LifeLock> attached) {
        this.run = run;
        this.attached = attached;
        doorbell = new Doorbell(
                Segment.map(run.doorbell(node), SegmentKind.DOORBELL, run.runId(), true)
                        .buffer(),
                Futex.system());
        control = new NodeControlReader(Segment.map(run.nodeControl(node), SegmentKind.NODE_CONTROL, run.runId(), false)
                .buffer());
        input = new Sleep(doorbell, WaitingFor.INPUT, Fence.HARDWARE, IdleStrategy.BLOCKING);
        room = new Sleep(doorbell, WaitingFor.ROOM, Fence.HARDWARE, IdleStrategy.BLOCKING);
        link = SupervisorLink.connect(run.socket(), hello, this::supervisorGone);
    }

    /** Says hello as the node that the supervisor has started this process for. */
    static TransportNode connect(Map<String, String> environment) {
        Hello hello = Hello.of(
                name(environment),
                Long.parseLong(environment.getOrDefault("BOWSTRING_INCARNATION", "0")),
                environment.getOrDefault("BOWSTRING_TOKEN", ""));
        RunDirectory run = new RunDirectory(Path.of(environment.getOrDefault("BOWSTRING_RUN_DIR", "")));
        return new TransportNode(run, hello.node(), hello, Optional.empty());
    }

    /**
     * Takes a place for tools of a run. Tries for two seconds: the supervisor learns a moment later than the kernel that a
     * tool is gone.
     *
     * @throws RecordingException if all places are taken
     */
    static TransportNode readAlong(RunDirectory run) {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        List<String> taken = new ArrayList<>();
        while (System.nanoTime() - deadlineNs < 0) {
            taken.clear();
            for (String seat : ToolSeats.NAMES) {
                LifeLock lock = LifeLock.open(run.lock(seat));
                Optional<TransportNode> node = lock.tryTake() ? tryConnect(run, seat, lock) : Optional.empty();
                if (node.isPresent()) {
                    return node.get();
                }
                lock.lastHolder().ifPresent(pid -> taken.add("process " + pid));
                lock.close();
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
        throw new RecordingException("run " + run.runId() + " has no place left for a tool: they are taken by "
                + String.join(" and ", taken) + "; end one of those");
    }

    private static Optional<TransportNode> tryConnect(RunDirectory run, String seat, LifeLock lock) {
        try {
            String token = TokenFile.read(run.token(seat)).orElse("");
            return Optional.of(new TransportNode(run, seat, Hello.of(seat, Hello.ATTACHING, token), Optional.of(lock)));
        } catch (NodeBusyException notProvedGone) {
            lock.giveBack();
            return Optional.empty();
        }
    }

    /** The name of the node that this process is. */
    static String name(Map<String, String> environment) {
        return environment.getOrDefault("BOWSTRING_NODE", "");
    }

    /** Ends its waits: the user wants it to end. Any thread. */
    void interrupt() {
        interrupted = true;
        doorbell.ring();
    }

    /** Whether the runtime is no more. */
    boolean alone() {
        return alone;
    }

    /** Whether the user wants it to end. */
    boolean interrupted() {
        return interrupted;
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
        return alone || interrupted || control.stopping();
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
        attached.ifPresent(LifeLock::giveBack);
        attached.ifPresent(LifeLock::close);
    }
}
