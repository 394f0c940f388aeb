package dev.bowstring.node.pattern;

import dev.bowstring.node.Message;
import dev.bowstring.node.NodeException;
import org.jspecify.annotations.Nullable;

/** What became of something that was asked of another node. If there is a message in it, it is the caller's until close. */
abstract class Answer<O extends Enum<O>> implements AutoCloseable {
    private final O outcome;
    private final @Nullable Message message;
    private final String reason;

    Answer(O outcome, @Nullable Message message, String reason) {
        this.outcome = outcome;
        this.message = message;
        this.reason = reason;
    }

    /** What became of it. */
    public O outcome() {
        return outcome;
    }

    /**
     * What the server sent.
     *
     * @throws NodeException if it sent nothing: look at {@link #outcome} first
     */
    public Message message() {
        if (message == null) {
            throw new NodeException("the server sent nothing: " + this, "look at outcome() first");
        }
        return message;
    }

    /** Why it did not succeed, as far as somebody has said so: the server's own words if it sent them. Else empty. */
    public String reason() {
        return reason;
    }

    /** Gives the message back, if there is one; closing twice is the same as once. */
    @Override
    public void close() {
        if (message != null) {
            message.close();
        }
    }

    @Override
    public String toString() {
        return reason.isEmpty() ? outcome.toString() : outcome + " (" + reason + ")";
    }
}
