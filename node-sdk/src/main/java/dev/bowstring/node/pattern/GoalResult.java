package dev.bowstring.node.pattern;

import dev.bowstring.node.Message;
import dev.bowstring.node.SendResult;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of a goal. If there is a message in it, it is the caller's until this is closed. */
public final class GoalResult extends Answer<GoalResult.Outcome> {
    /** What may become of a goal. */
    public enum Outcome {
        /** It was reached. */
        SUCCEEDED,

        /** The server gave up: see {@link GoalResult#reason}. */
        ABORTED,

        /** The server gave up because the client asked for it. */
        CANCELED,

        /** The server has ended, or was started again. */
        SERVER_GONE,

        /** This node is to stop, or the client was closed. */
        STOPPING,

        /** The goal did not leave this node: see {@link GoalResult#reason}. */
        NOT_SENT
    }

    private GoalResult(Outcome outcome, @Nullable Message message, String reason) {
        super(outcome, message, reason);
    }

    /** The result in a message; empty if there is none, so that it is feedback. */
    static Optional<GoalResult> of(Message message) {
        return switch (Action.status(message)) {
            case Action.SUCCEEDED -> Optional.of(of(Outcome.SUCCEEDED, message));
            case Action.ABORTED -> Optional.of(of(Outcome.ABORTED, message));
            case Action.CANCELED -> Optional.of(of(Outcome.CANCELED, message));
            default -> Optional.empty();
        };
    }

    private static GoalResult of(Outcome outcome, Message message) {
        return new GoalResult(
                outcome, message, message.metadata().string(Service.ERROR).orElse(""));
    }

    static GoalResult never(Correlation.End why) {
        return switch (why) {
            case SERVER_GONE -> new GoalResult(Outcome.SERVER_GONE, null, "the server is gone, or was started again");
            case STOPPING -> new GoalResult(Outcome.STOPPING, null, "the node is to stop");
        };
    }

    static GoalResult notSent(SendResult result) {
        return result == SendResult.STOPPING
                ? never(Correlation.End.STOPPING)
                : new GoalResult(Outcome.NOT_SENT, null, "the goal was not sent: " + result);
    }

    /** Whether the goal was reached. */
    public boolean isSuccess() {
        return outcome() == Outcome.SUCCEEDED;
    }
}
