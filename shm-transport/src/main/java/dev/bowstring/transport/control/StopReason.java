package dev.bowstring.transport.control;

/** Why a node stops. */
public enum StopReason {
    /** The user asked for it. */
    REQUESTED(1),
    /** Draining took longer than the grace. */
    GRACE_EXPIRED(2),
    /** All inputs have closed; the node says so to itself. */
    INPUTS_CLOSED(3),
    /** The supervisor is no more; the node says so to itself. */
    SUPERVISOR_GONE(4);

    private final long code;

    StopReason(long code) {
        this.code = code;
    }

    /** The value of STOP in the control page. */
    long code() {
        return code;
    }

    /** A reason this version does not know is a stop all the same. L9 */
    static StopReason of(long code) {
        for (StopReason reason : values()) {
            if (reason.code == code) {
                return reason;
            }
        }
        return REQUESTED;
    }
}
