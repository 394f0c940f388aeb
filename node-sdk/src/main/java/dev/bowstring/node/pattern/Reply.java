package dev.bowstring.node.pattern;

import dev.bowstring.node.Message;
import dev.bowstring.node.SendResult;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of a request. If there is a message in it, it is the caller's until this is closed. */
public final class Reply extends Answer<Reply.Outcome> {
    /** What may become of a request. */
    public enum Outcome {
        /** The server has answered. */
        OK,

        /** The server has answered that it failed; there is a message as well. */
        ERROR,

        /** The time was over. An answer that comes later is closed, and counted. */
        TIMEOUT,

        /** The server has ended, or was started again, and what it had not answered is lost. */
        SERVER_GONE,

        /** This node is to stop, or the client was closed. */
        STOPPING,

        /** The request did not leave this node: see {@link Reply#reason}. */
        NOT_SENT
    }

    private Reply(Outcome outcome, @Nullable Message message, String reason) {
        super(outcome, message, reason);
    }

    static Reply of(Message message) {
        Optional<String> error = message.metadata().string(Service.ERROR);
        return new Reply(error.isPresent() ? Outcome.ERROR : Outcome.OK, message, error.orElse(""));
    }

    static Reply timeout() {
        return new Reply(Outcome.TIMEOUT, null, "no answer in time");
    }

    static Reply never(Correlation.End why) {
        return switch (why) {
            case SERVER_GONE -> new Reply(Outcome.SERVER_GONE, null, "the server is gone, or was started again");
            case STOPPING -> new Reply(Outcome.STOPPING, null, "the node is to stop");
        };
    }

    static Reply notSent(SendResult result) {
        return switch (result) {
            case STOPPING -> never(Correlation.End.STOPPING);
            case TIMEOUT -> timeout();
            default -> new Reply(Outcome.NOT_SENT, null, "the request was not sent: " + result);
        };
    }

    /** Whether the server has answered, and not with an error. */
    public boolean isOk() {
        return outcome() == Outcome.OK;
    }
}
