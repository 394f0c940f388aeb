package dev.bowstring.transport.control;

import java.util.Optional;

/** The state of a node as anybody may see it. The codes stand in shared memory and never change their meaning. */
public enum NodeState {
    /** Not shown yet, or no process yet. */
    DECLARED(0),
    /** Its process runs; its ports are not open yet. */
    STARTING(1),
    /** Its ports are open, or it has none. */
    RUNNING(2),
    /** It has died, and will be started again after a while. */
    BACKING_OFF(3),
    /** It has been asked to end. */
    STOPPING(4),
    /** It has ended as it should. */
    STOPPED(5),
    /** It has ended as it should not. */
    FAILED(6),
    /** Dynamic: no process is attached. */
    DETACHED(7),
    /** Dynamic: a process is attached. */
    ATTACHED(8),
    /** Dynamic: a process has lost its connection, and may still live. */
    LOST(9);

    private final int code;

    NodeState(int code) {
        this.code = code;
    }

    /** The number in shared memory. */
    public int code() {
        return code;
    }

    static Optional<NodeState> of(long code) {
        for (NodeState state : values()) {
            if (state.code == code) {
                return Optional.of(state);
            }
        }
        return Optional.empty(); // of a later version, or garbage (L9)
    }
}
