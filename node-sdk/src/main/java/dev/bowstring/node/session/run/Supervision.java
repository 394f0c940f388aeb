package dev.bowstring.node.session.run;

import dev.bowstring.node.Log;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.session.wait.PlatformWait;
import dev.bowstring.node.session.wait.Wait;
import dev.bowstring.transport.control.Hello;
import dev.bowstring.transport.control.NodeControlReader;
import dev.bowstring.transport.control.SupervisorLink;
import dev.bowstring.transport.control.Welcome;
import dev.bowstring.transport.counters.LatencyHistogram;
import dev.bowstring.transport.doorbell.Doorbell;
import dev.bowstring.transport.doorbell.Futex;
import dev.bowstring.transport.doorbell.IdleStrategy;
import dev.bowstring.transport.doorbell.Sleep;
import dev.bowstring.transport.doorbell.WaitingFor;
import dev.bowstring.transport.segment.Fence;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentKind;
import java.util.Optional;
import org.agrona.concurrent.SystemNanoClock;

/**
 * What ties a node to its supervisor: the socket, the control page and the node's own doorbell.
 *
 * <p>The two pages are never unmapped by hand: a message that outlives the node may ask for the wall clock, a thread that
 * was left behind may ring.
 */
final class Supervision {
    private final Doorbell doorbell;
    private final NodeControlReader control;
    private final ControlSignals signals;
    private final Runnable onSupervisorGone;
    private final Sleep inputSleep;
    private final Sleep roomSleep;
    private final SupervisorLink link;
    private final Optional<Attachment> attachment;

    private Supervision(RunDirectory run, NodeEnvironment who, Settings settings, Optional<Attachment> attachment) {
        this.attachment = attachment;
        doorbell = new Doorbell(
                Segment.map(run.doorbell(who.node()), SegmentKind.DOORBELL, run.runId(), true)
                        .buffer(),
                Futex.system());
        control = new NodeControlReader(
                Segment.map(run.nodeControl(who.node()), SegmentKind.NODE_CONTROL, run.runId(), false)
                        .buffer());
        signals = new ControlSignals(control);
        onSupervisorGone = who.isAttached() ? () -> {} : settings.watchdog()::start;
        inputSleep = sleep(WaitingFor.INPUT, settings.idle());
        roomSleep = sleep(WaitingFor.ROOM, settings.idle());
        Hello hello = Hello.of(who.node(), who.incarnation(), who.token());
        link = SupervisorLink.connect(run.socket(), hello, this::supervisorGone);
    }

    /** Maps the pages, connects and says hello. */
    static Supervision open(RunDirectory run, NodeEnvironment who, Settings settings) {
        return new Supervision(run, who, settings, Optional.empty());
    }

    /** The same for a process that holds the lock of a dynamic node; it stays the caller's until this has returned. */
    static Supervision attach(RunDirectory run, NodeEnvironment who, Settings settings, Attachment attachment) {
        return new Supervision(run, who, settings, Optional.of(attachment));
    }

    private Sleep sleep(WaitingFor what, IdleStrategy idle) {
        return new Sleep(doorbell, what, Fence.HARDWARE, idle);
    }

    private void supervisorGone() {
        if (!signals.isClosed()) {
            signals.supervisorGone();
            doorbell.ring();
            onSupervisorGone.run();
        }
    }

    Welcome welcome() {
        return link.welcome();
    }

    /** How often the node was started again before this process, or another process has attached. */
    long restarts(NodeEnvironment who) {
        return (who.isAttached() ? control.incarnation() : who.incarnation()) - 1;
    }

    /** All ports are open: waits until every other node says so too, or this one is to stop. */
    void awaitGo(String node) {
        link.ready();
        Welcome welcome = link.welcome();
        if (welcome.eager()) {
            return;
        }
        long deadlineNs = SystemNanoClock.INSTANCE.nanoTime() + welcome.startTimeoutNs();
        if (!inputSleep.await(() -> control.go() || signals.stop() != null, deadlineNs)) {
            if (Thread.currentThread().isInterrupted()) {
                throw new NodeException("interrupted while waiting for the other nodes", "the flag is still set");
            }
            throw new NodeException(
                    "node '" + node + "' waited " + welcome.startTimeoutNs() / 1_000_000_000L
                            + " s for the other nodes of the dataflow",
                    "see which node does not connect, raise start_timeout, or set `start: eager`");
        }
    }

    ControlSignals signals() {
        return signals;
    }

    /** What an input tells the supervisor and everybody, and may ask. */
    Surroundings surroundings(String input, LatencyHistogram latency, Log log) {
        return new Surroundings() {
            @Override
            public void arrived(long publishTimeNs, int messages) {
                latency.record(SystemNanoClock.INSTANCE.nanoTime() - publishTimeNs, messages);
            }

            @Override
            public void corrupt(String problem) {
                link.corrupt(input, problem);
            }

            @Override
            public void demoted() {
                log.warn(
                        "the publisher of an input waits for this node no longer: what it is too slow for is dropped",
                        "input",
                        input,
                        "cure",
                        "take messages sooner, or make stall_timeout of the input longer");
            }

            @Override
            public void pinMayBeFree() {
                wakeInput();
            }

            @Override
            public long wallMinusMonotonicNs() {
                return control.wallMinusMonotonicNs();
            }
        };
    }

    Doorbell doorbell() {
        return doorbell;
    }

    SupervisorLink link() {
        return link;
    }

    /** Rings the node's own doorbell if a thread of it sleeps for input: what it looks at has changed. */
    void wakeInput() {
        Fence.HARDWARE.full(); // pairs with the fence of a consumer that goes to sleep
        doorbell.ringIfWaitingForInput();
    }

    /** The same for threads that sleep for room. */
    void wakeRoom() {
        Fence.HARDWARE.full(); // pairs with the fence of a sender that goes to sleep
        doorbell.ringIfWaitingForRoom();
    }

    /** Waits for input. */
    Wait inputWait() {
        return new PlatformWait(inputSleep::await);
    }

    /** Waits for room. */
    Wait roomWait() {
        return new PlatformWait(roomSleep::await);
    }

    /** Disconnects without a word: the node has not joined. */
    void abandon() {
        signals.close();
        link.close();
        attachment.ifPresent(Attachment::close);
    }

    /**
     * Disconnects, with a bye if the pins are cleared for good.
     *
     * @param all whether this process has let go of everything it mapped
     */
    void leave(boolean all) {
        if (all || !attachment.isPresent()) {
            link.bye();
        }
        link.close();
        if (all) {
            attachment.ifPresent(Attachment::close); // else the lock says that this process may still look at messages
        }
    }
}
