package dev.bowstring.runtime.recording;

/** What was asked of a recording cannot be done; the message names the place and the cure. */
public final class RecordingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RecordingException(String message) {
        super(message);
    }

    public RecordingException(String message, Throwable cause) {
        super(message, cause);
    }
}
