package dev.bowstring.transport.log;

/** The files of an output do not hold what its publisher left there: {@code what: name=value}. */
public final class CorruptLogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CorruptLogException(String message) {
        super(message);
    }
}
