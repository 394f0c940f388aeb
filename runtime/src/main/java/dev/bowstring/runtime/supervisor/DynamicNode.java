package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.descriptor.NodeSpec;
import dev.bowstring.runtime.lifecycle.AttachEvent;
import dev.bowstring.runtime.lifecycle.AttachState;
import dev.bowstring.runtime.supervisor.StopLadder.Step;
import dev.bowstring.transport.control.Frame.Busy;
import dev.bowstring.transport.control.Frame.HelloReply;
import dev.bowstring.transport.control.Frame.Refused;
import dev.bowstring.transport.control.NodeControlWriter;
import dev.bowstring.transport.control.StopReason;
import dev.bowstring.transport.control.ToolSeats;
import dev.bowstring.transport.doorbell.Doorbell;
import dev.bowstring.transport.segment.LifeLock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One dynamic node during a run: whether a process is attached, and how it is asked to leave. Its process belongs to the
 * user, and is never signalled.
 */
final class DynamicNode {
    private final NodeSpec spec;
    private final Tie tie;
    private final DynamicPorts ports;
    private final Part part;
    private final Consumer<String> notes;

    private AttachState state = AttachState.DETACHED;
    /** How this process alone is asked to leave: words only, and given up where a started node would be terminated. */
    private StopLadder farewell;

    private long incarnation;
    private long pid;
    private boolean asked;
    private boolean outputsEnded;
    private boolean shut;

    /**
     * What ties it to the process that attaches.
     *
     * @param lock held by that process as long as it lives, watched here
     */
    record Tie(String token, NodeControlWriter control, Doorbell doorbell, LifeLock lock) {}

    /**
     * How it takes part in the end of the run.
     *
     * @param source whether no data reaches it from outside its own cycle
     * @param grace how long it may take to leave
     */
    record Part(boolean source, Duration grace) {}

    DynamicNode(NodeSpec spec, Tie tie, DynamicPorts ports, Part part, Consumer<String> notes) {
        this.spec = spec;
        this.tie = tie;
        this.ports = ports;
        this.part = part;
        this.farewell = new StopLadder(part.grace);
        this.notes = notes;
    }

    String id() {
        return spec.id();
    }

    private String who() {
        return ToolSeats.isSeat(id()) ? "tool " + id() : "node " + id();
    }

    NodeSpec spec() {
        return spec;
    }

    String token() {
        return tie.token();
    }

    NodeControlWriter control() {
        return tie.control();
    }

    Doorbell doorbell() {
        return tie.doorbell();
    }

    DynamicPorts ports() {
        return ports;
    }

    AttachState state() {
        return state;
    }

    /** The process that is attached; 0 if there is none. */
    long pid() {
        return state == AttachState.DETACHED ? 0 : pid;
    }

    /** How many processes have attached so far; the number of the last one. */
    long incarnation() {
        return incarnation;
    }

    /** Why no process may attach now; empty when one may. */
    Optional<HelloReply> refusal() {
        if (shut) {
            return Optional.of(new Refused("the run is ending, nobody can attach any more"));
        }
        if (outputsEnded && !spec.outputs().isEmpty()) {
            return Optional.of(new Refused("the outputs of node " + id() + " have ended, as the rest of the run has"));
        }
        if (state != AttachState.DETACHED) {
            return Optional.of(new Busy("process " + pid + " is attached as node " + id()));
        }
        if (tie.lock().isFree()) {
            return Optional.of(new Refused("the process does not hold the lock of node " + id()));
        }
        return Optional.empty();
    }

    /** Lets a process in; its welcome follows. */
    void attach(long process, long nowNs) {
        state = state.on(AttachEvent.HELLO);
        pid = process;
        incarnation++;
        asked = false;
        farewell = new StopLadder(part.grace);
        tie.control().begin(incarnation);
        ports.attach(incarnation, nowNs);
        notes.accept(who() + ": process " + pid + " has attached");
    }

    /** The process says that it holds nothing any more; what an earlier one says late counts no more. */
    void bye(long of) {
        if (of == incarnation && state == AttachState.ATTACHED) {
            ports.leave();
            state = state.on(AttachEvent.BYE);
            notes.accept(who() + ": process " + pid + " has left");
        }
    }

    /** The connection is over: a hint that the process has died, no proof. */
    void linkLost(long of) {
        if (of != incarnation || state == AttachState.LOST) {
            return;
        }
        boolean withoutBye = state == AttachState.ATTACHED;
        state = state.on(AttachEvent.LINK_LOST);
        if (withoutBye && !goneByNow()) {
            ports.demote();
            notes.accept(who() + ": process " + pid + " has lost its connection but lives; its inputs drop"
                    + " messages from here on, what it holds stays");
        }
    }

    /** Only in the state LOST: nobody else is let in before, so that the pins are those of this incarnation. */
    private boolean goneByNow() {
        if (!tie.lock().isFree()) {
            return false;
        }
        ports.giveBack();
        state = state.on(AttachEvent.LOCK_FREE);
        notes.accept(who() + ": process " + pid + " is gone; what it held is free again");
        return true;
    }

    /**
     * Looks whether a lost process is gone, and sees off an attached one.
     *
     * @param parting whether the rest of the run has ended or is to
     */
    int doWork(long nowNs, boolean parting) {
        int work = state == AttachState.LOST && goneByNow() ? 1 : 0;
        return parting ? work + part(nowNs) : work;
    }

    private int part(long nowNs) {
        if (state == AttachState.DETACHED) {
            return endOutputs();
        }
        if (!asked) {
            ask();
            return 1;
        }
        if (farewell.step() == Step.NONE) {
            if (state == AttachState.LOST || part.source || ports.readToTheEnd()) {
                farewell.begin(nowNs);
                return 1;
            }
            return 0;
        }
        boolean changed = farewell.advance(nowNs);
        if (changed && farewell.step() == Step.STOP) {
            stopNow();
        }
        return changed ? 1 : 0;
    }

    /** The run ends: no process may attach from here on. */
    void letNobodyIn() {
        shut = true;
    }

    private int endOutputs() {
        if (outputsEnded) {
            return 0;
        }
        ports.endOutputs();
        outputsEnded = true;
        return 1;
    }

    private void ask() {
        asked = true;
        if (part.source) {
            tie.control().stop(StopReason.REQUESTED);
        } else {
            tie.control().draining();
        }
        tie.doorbell().ring();
    }

    /** Ends its waits, if a process is there. */
    void stopNow() {
        if (state != AttachState.DETACHED) {
            tie.control().stop(StopReason.GRACE_EXPIRED);
            tie.doorbell().ring();
        }
    }

    /** Whether it was given its time, and has not left. */
    boolean overdue() {
        return state != AttachState.DETACHED && farewell.step().compareTo(Step.TERMINATE) >= 0;
    }
}
