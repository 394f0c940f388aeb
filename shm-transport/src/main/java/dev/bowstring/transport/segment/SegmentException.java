package dev.bowstring.transport.segment;

/** A shared file or directory cannot be used as it is; the message names it and the cure. */
public final class SegmentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** {@code place what; cure}. */
    public SegmentException(Object place, String what, String cure) {
        super(place + " " + what + "; " + cure);
    }

    /** {@code place what; cure}, with what caused it. */
    public SegmentException(Object place, String what, String cure, Throwable cause) {
        super(place + " " + what + "; " + cure, cause);
    }
}
