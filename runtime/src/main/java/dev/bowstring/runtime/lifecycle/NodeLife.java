package dev.bowstring.runtime.lifecycle;

/**
 * The state of a node, as the supervisor sees it.
 *
 * <pre>
 *                SPAWNED             READY              STOP_REQUESTED             EXITED_OK
 *     DECLARED ----------> STARTING ---------> RUNNING ----------------> STOPPING -----------> STOPPED
 *                           ^    |              |
 *                   SPAWNED |    | EXITED_FOR_RESTART
 *                           |    v              |
 *                         BACKING_OFF <---------'
 *
 *     from         event                             to
 *     DECLARED     SPAWN_FAILED                      FAILED
 *     DECLARED     STOP_REQUESTED                    STOPPED
 *     STARTING     STOP_REQUESTED                    STOPPING
 *     STARTING     EXITED_OK                         STOPPED
 *     STARTING     EXITED_BADLY, START_TIMED_OUT     FAILED
 *     RUNNING      EXITED_OK                         STOPPED
 *     RUNNING      EXITED_BADLY                      FAILED
 *     BACKING_OFF  STOP_REQUESTED                    STOPPED
 *     BACKING_OFF  SPAWN_FAILED, START_TIMED_OUT     FAILED
 *     STOPPING     READY, STOP_REQUESTED             STOPPING
 *     STOPPING     EXITED_BADLY                      FAILED
 *     FAILED       EXITED_OK, EXITED_BADLY           FAILED
 * </pre>
 *
 * A node that is asked to stop may still say READY, or be asked again: it stays STOPPING, and is never started again: a
 * stop wins over a restart that is due, whatever came first. A node that did not get ready in time is FAILED while its
 * process still lives; that process is killed, and its exit changes nothing any more. Every other pair of state and event
 * is a defect of the supervisor.
 */
public enum NodeLife {
    /** Part of the dataflow; no process yet. */
    DECLARED,
    /** Its process runs; its inputs and outputs are not open yet. */
    STARTING,
    /** Its inputs and outputs are open, or it has none. */
    RUNNING,
    /** Its process is gone, and the next one will be started after a while. */
    BACKING_OFF,
    /** It has been asked to end. */
    STOPPING,
    /** It has ended as it should. Final. */
    STOPPED,
    /** It has ended as it should not, or never started. Final. */
    FAILED;

    /**
     * The state after an event.
     *
     * @throws IllegalStateException if the event cannot happen in this state
     */
    public NodeLife on(NodeEvent event) {
        return switch (this) {
            case DECLARED -> declared(event);
            case STARTING -> starting(event);
            case RUNNING -> running(event);
            case BACKING_OFF -> backingOff(event);
            case STOPPING -> stopping(event);
            case STOPPED -> throw illegal(event);
            case FAILED -> failed(event);
        };
    }

    /** Whether the node will never run again. */
    public boolean ended() {
        return this == STOPPED || this == FAILED;
    }

    private NodeLife declared(NodeEvent event) {
        return switch (event) {
            case SPAWNED -> STARTING;
            case SPAWN_FAILED -> FAILED;
            case STOP_REQUESTED -> STOPPED;
            default -> throw illegal(event);
        };
    }

    private NodeLife starting(NodeEvent event) {
        return switch (event) {
            case READY -> RUNNING;
            case STOP_REQUESTED -> STOPPING;
            case EXITED_FOR_RESTART -> BACKING_OFF;
            case EXITED_OK -> STOPPED;
            case EXITED_BADLY, START_TIMED_OUT -> FAILED;
            default -> throw illegal(event);
        };
    }

    private NodeLife running(NodeEvent event) {
        return switch (event) {
            case STOP_REQUESTED -> STOPPING;
            case EXITED_FOR_RESTART -> BACKING_OFF;
            case EXITED_OK -> STOPPED;
            case EXITED_BADLY -> FAILED;
            default -> throw illegal(event);
        };
    }

    private NodeLife backingOff(NodeEvent event) {
        return switch (event) {
            case SPAWNED -> STARTING;
            case STOP_REQUESTED -> STOPPED;
            case SPAWN_FAILED, START_TIMED_OUT -> FAILED;
            default -> throw illegal(event);
        };
    }

    private NodeLife stopping(NodeEvent event) {
        return switch (event) {
            case READY, STOP_REQUESTED -> STOPPING;
            case EXITED_OK -> STOPPED;
            case EXITED_BADLY -> FAILED;
            default -> throw illegal(event);
        };
    }

    private NodeLife failed(NodeEvent event) {
        return switch (event) {
            case EXITED_OK, EXITED_BADLY -> FAILED;
            default -> throw illegal(event);
        };
    }

    private IllegalStateException illegal(NodeEvent event) {
        return new IllegalStateException("node life: state=" + this + " event=" + event);
    }
}
