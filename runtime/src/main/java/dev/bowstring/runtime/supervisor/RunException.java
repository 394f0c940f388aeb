package dev.bowstring.runtime.supervisor;

/** A run cannot start as it was asked for; the message names what is wrong and the cure. */
public final class RunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RunException(String message) {
        super(message);
    }

    RunException(String message, Throwable cause) {
        super(message, cause);
    }
}
