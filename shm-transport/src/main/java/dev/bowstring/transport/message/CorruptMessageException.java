package dev.bowstring.transport.message;

/** A message block, or the metadata in it, says something that cannot be: its publisher is faulty or its memory damaged. */
public final class CorruptMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Names the field, what it says and what it may say. */
    public CorruptMessageException(String field, long value, String allowed) {
        super("corrupt message: " + field + "=" + value + ", allowed is " + allowed);
    }
}
