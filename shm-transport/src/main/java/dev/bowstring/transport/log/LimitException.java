package dev.bowstring.transport.log;

/** The user asked for more than an output can hold; the message names the limit and the cure. */
public final class LimitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LimitException(String message) {
        super(message);
    }
}
