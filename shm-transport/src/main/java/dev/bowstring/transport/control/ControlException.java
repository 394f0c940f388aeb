package dev.bowstring.transport.control;

/** A node and its supervisor cannot talk to each other; the message names the place and the cure. */
public final class ControlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** {@code place what; cure}. */
    public ControlException(Object place, String what, String cure) {
        super(place + " " + what + "; " + cure);
    }

    /** {@code place what; cure}, with what caused it. */
    public ControlException(Object place, String what, String cure, Throwable cause) {
        super(place + " " + what + "; " + cure, cause);
    }
}
