package dev.bowstring.node.pattern;

import dev.bowstring.node.Message;

/** The words in the metadata of goals, feedback and results. */
public final class Action {
    /** Metadata, a string: what belongs to one goal. */
    public static final String GOAL_ID = "goal_id";

    /** Metadata, a string: how far a goal is. A message with an id and without a status is a goal. */
    public static final String GOAL_STATUS = "goal_status";

    static final String EXECUTING = "executing";
    static final String CANCELING = "canceling";
    static final String SUCCEEDED = "succeeded";
    static final String ABORTED = "aborted";
    static final String CANCELED = "canceled";

    private Action() {}

    /** The status of a message; empty if it has none. */
    static String status(Message message) {
        return message.metadata().string(GOAL_STATUS).orElse("");
    }
}
