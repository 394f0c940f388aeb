package dev.bowstring.runtime.inspect;

/** A run cannot be looked at or stopped as asked; the message names the place and the cure. */
public final class InspectException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InspectException(String message) {
        super(message);
    }
}
