package dev.bowstring.node.pattern;

import dev.bowstring.node.Message;
import dev.bowstring.node.NodeException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The goals of a server, from their acceptance to their result. Any thread.
 *
 * <pre>{@code
 * Goals goals = new Goals();
 * node.on("goals", message -> goals.accept(message).ifPresent(goal -> drive(goal, message)));
 *
 * void step(OpenGoal goal) {                                       // at each tick, for example
 *     if (goal.isCanceled()) {
 *         results.send(where(), goal.canceled());
 *     } else if (arrived()) {
 *         results.send(where(), goal.succeeded());
 *     } else {
 *         progress.send(where(), goal.feedback());
 *     }
 * }
 * }</pre>
 */
public final class Goals {
    private final Map<String, OpenGoal> open = new ConcurrentHashMap<>();

    /**
     * Takes what a client sent. The message stays the caller's.
     *
     * @return the goal, if it is one; empty if it cancels an earlier one, whose {@link OpenGoal#isCanceled} says so from now
     *     on, or asks for one a second time
     * @throws NodeException if it is neither
     */
    public Optional<OpenGoal> accept(Message message) {
        String id = message.metadata()
                .string(Action.GOAL_ID)
                .orElseThrow(() -> new NodeException(
                        message + " is no goal: its metadata has no string `" + Action.GOAL_ID + "`",
                        "see who sends it"));
        if (Action.status(message).equals(Action.CANCELING)) {
            cancel(id);
            return Optional.empty();
        }
        OpenGoal goal = new OpenGoal(id, open::remove);
        return open.putIfAbsent(id, goal) == null ? Optional.of(goal) : Optional.empty();
    }

    /** Cancels a goal, if it is open: for cancellations that come by another way. */
    public void cancel(String goalId) {
        OpenGoal goal = open.get(goalId);
        if (goal != null) {
            goal.cancel();
        }
    }

    /** How many have no result yet. */
    public int size() {
        return open.size();
    }
}
