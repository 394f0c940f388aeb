package dev.bowstring.runtime.lifecycle;

/**
 * Whether a process is attached as a dynamic node, as the supervisor sees it.
 *
 * <pre>
 *                HELLO
 *     DETACHED ---------> ATTACHED
 *        ^ ^                |  |
 *        | '------ BYE -----'  | LINK_LOST
 *        |                     v
 *        '---- LOCK_FREE --- LOST
 *
 *     DETACHED  LINK_LOST  DETACHED    behind a bye the connection ends
 * </pre>
 *
 * A lost process is neither trusted nor taken for dead: what it holds stays until its lock is free. Every other pair of
 * state and event is a defect of the supervisor.
 */
public enum AttachState {
    /** Nobody is attached. */
    DETACHED,
    /** A process is attached. */
    ATTACHED,
    /** The connection has ended without a bye; the process may still live, and hold messages. */
    LOST;

    /**
     * The state after an event.
     *
     * @throws IllegalStateException if the event cannot happen in this state
     */
    public AttachState on(AttachEvent event) {
        return switch (this) {
            case DETACHED ->
                switch (event) {
                    case HELLO -> ATTACHED;
                    case LINK_LOST -> DETACHED;
                    default -> throw illegal(event);
                };
            case ATTACHED ->
                switch (event) {
                    case BYE -> DETACHED;
                    case LINK_LOST -> LOST;
                    default -> throw illegal(event);
                };
            case LOST -> {
                if (event != AttachEvent.LOCK_FREE) {
                    throw illegal(event);
                }
                yield DETACHED;
            }
        };
    }

    private IllegalStateException illegal(AttachEvent event) {
        return new IllegalStateException("attach: state=" + this + " event=" + event);
    }
}
