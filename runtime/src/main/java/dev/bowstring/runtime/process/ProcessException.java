package dev.bowstring.runtime.process;

/** A node cannot be started as the dataflow says; the message names what is wrong and the cure. */
public final class ProcessException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ProcessException(String message) {
        super(message);
    }

    public ProcessException(String message, Throwable cause) {
        super(message, cause);
    }
}
