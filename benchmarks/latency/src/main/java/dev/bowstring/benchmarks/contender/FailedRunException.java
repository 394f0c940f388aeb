package dev.bowstring.benchmarks.contender;

/** A run that has left nothing to count. */
public final class FailedRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what happened, with what the process printed last */
    public FailedRunException(String message) {
        super(message);
    }
}
