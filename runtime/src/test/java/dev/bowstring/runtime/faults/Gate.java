package dev.bowstring.runtime.faults;

import static dev.bowstring.runtime.faults.CodePoint.after;
import static dev.bowstring.runtime.faults.CodePoint.before;
import static dev.bowstring.runtime.faults.CodePoint.entry;
import static dev.bowstring.runtime.faults.CodePoint.exit;

import java.util.List;
import java.util.stream.Stream;

/**
 * The points at which a victim can be made to wait for its fault. A gate is put into the code of the victim's JVM by the
 * {@link FaultAgent}; the product knows nothing of it.
 */
enum Gate {
    // The publisher, in the order of its stores.
    PUBLISH_PAYLOAD(Of.PUBLISHER, Phase.FLOWING, entry("transport/log/Publisher", "write")),
    PUBLISH_SLOT(Of.PUBLISHER, Phase.FLOWING, exit("transport/log/Publisher", "write")),
    PUBLISH_COMMITTED(
            Of.PUBLISHER, Phase.FLOWING, after("transport/log/Publisher", "commit", "putLongRelease")), // W4, no ring
    PUBLISH_RETIRED(Of.PUBLISHER, Phase.FLOWING, after("transport/log/Publisher", "retire", "putLongVolatile")), // W1
    PUBLISH_SCANNED(Of.PUBLISHER, Phase.FLOWING, exit("transport/log/Publisher", "readPins")),

    // A reader, in the order of its stores.
    RECEIVE_SLOT(Of.READER, Phase.FLOWING, exit("transport/log/Reader", "copySlot")),
    RECEIVE_PIN(Of.READER, Phase.FLOWING, after("transport/log/Reader", "tryTake", "putLongVolatile")), // H1, not H2
    RECEIVE_PINNED(Of.READER, Phase.FLOWING, entry("transport/log/Reader", "passed")), // not H3
    RECEIVE_TAKEN(Of.READER, Phase.FLOWING, after("transport/log/Reader", "passed", "moveCursor")), // H3, not counted
    RECEIVE_COUNTED(Of.READER, Phase.FLOWING, exit("transport/log/Reader", "received")),
    RELEASE(Of.READER, Phase.FLOWING, entry("transport/log/Reader", "release")),
    RELEASED(Of.READER, Phase.FLOWING, entry("transport/log/RoomBell", "released")),

    // Any node that the supervisor has started.
    START_CONNECTED(Of.NODE, Phase.STARTING, entry("node/session/run/PortOpener", "open")),
    READY_UNSAID(Of.NODE, Phase.STARTING, entry("transport/control/SupervisorLink", "ready")),
    READY_SAID(Of.NODE, Phase.STARTING, exit("transport/control/SupervisorLink", "ready")),
    STOP_UNSAID(Of.NODE, Phase.ENDING, entry("transport/control/SupervisorLink", "bye")),
    STOP_SAID(Of.NODE, Phase.ENDING, exit("transport/control/SupervisorLink", "bye")),

    // A program that attaches.
    ATTACH_UNSAID(Of.ATTACHING, Phase.FLOWING, entry("transport/control/SupervisorLink", "connect")),
    ATTACH_WELCOME(Of.ATTACHING, Phase.FLOWING, entry("node/session/run/PortOpener", "open")),

    // The supervisor.
    START_FILES(Of.SUPERVISOR, Phase.STARTING, exit("runtime/supervisor/NodeFiles", "create")),
    START_SPAWNED(Of.SUPERVISOR, Phase.STARTING, exit("runtime/supervisor/NodeRun", "spawned")),
    READY_HEARD(Of.SUPERVISOR, Phase.STARTING, entry("runtime/supervisor/NodeRun", "ready")),
    READY_GO(Of.SUPERVISOR, Phase.STARTING, exit("transport/control/NodeControlWriter", "go")),
    STOP_ASKED(Of.SUPERVISOR, Phase.STOPPING, exit("runtime/supervisor/NodeRun", "requestStop")),
    STOP_DELETING(Of.SUPERVISOR, Phase.ENDING, after("runtime/supervisor/LeftRuns", "delete", "delete")),
    ATTACH_CURSOR(
            Of.SUPERVISOR_ATTACHING, Phase.FLOWING, before("transport/log/SupervisedOutput", "open", "changeMode")),
    ATTACH_MODE(Of.SUPERVISOR_ATTACHING, Phase.FLOWING, after("transport/log/SupervisedOutput", "open", "changeMode")),
    ATTACH_OPEN(Of.SUPERVISOR_ATTACHING, Phase.FLOWING, exit("transport/log/SupervisedOutput", "attach")),
    REAP_UNSEEN(Of.SUPERVISOR_REAPING, Phase.FLOWING, entry("transport/log/SupervisedOutput", "clearPins")),
    REAP_PINS(Of.SUPERVISOR_REAPING, Phase.FLOWING, exit("transport/log/SupervisedOutput", "clearPins")),
    REAP_WAITING(Of.SUPERVISOR_REAPING, Phase.FLOWING, exit("transport/doorbell/Doorbell", "clearWaiting"));

    /** Whose code a gate is in. */
    enum Of {
        PUBLISHER,
        READER,
        NODE,
        ATTACHING,
        SUPERVISOR,
        SUPERVISOR_ATTACHING,
        SUPERVISOR_REAPING
    }

    /** What the dataflow does when the gate is reached. */
    enum Phase {
        STARTING,
        FLOWING,
        /** Everything was published, and the nodes end by themselves. */
        ENDING,
        /** Somebody has asked for the end. */
        STOPPING
    }

    private final Of of;
    private final Phase phase;
    private final CodePoint point;

    Gate(Of of, Phase phase, CodePoint point) {
        this.of = of;
        this.phase = phase;
        this.point = point;
    }

    Of of() {
        return of;
    }

    Phase phase() {
        return phase;
    }

    CodePoint point() {
        return point;
    }

    static List<Gate> all(Of... of) {
        return Stream.of(values()).filter(gate -> List.of(of).contains(gate.of)).toList();
    }
}
