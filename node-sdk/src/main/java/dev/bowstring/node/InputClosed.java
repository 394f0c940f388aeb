package dev.bowstring.node;

/**
 * Nothing more comes of an input: for good, or for the time being.
 *
 * @param input the input's name
 * @param reason which of the two; {@link #isFinal} asks for the first
 */
public record InputClosed(String input, Reason reason) implements Event {

    /** Why nothing comes. */
    public enum Reason {
        /** The publisher closed the output, or is gone for good. Comes once, after the last message. */
        ENDED,
        /**
         * No message came for the {@code input_timeout} of the input. Its publisher may be slow, or stuck, or about to be
         * started again: {@link InputRecovered} follows when a message comes after all. The input does not count as closed,
         * so a node all of whose inputs have timed out goes on waiting.
         */
        TIMEOUT
    }

    /** An input that has ended. */
    public InputClosed(String input) {
        this(input, Reason.ENDED);
    }

    /** Whether the input has ended: neither a message nor {@link InputRecovered} will follow. */
    public boolean isFinal() {
        return reason == Reason.ENDED;
    }
}
