package dev.bowstring.node.pattern;

import dev.bowstring.node.Message;
import dev.bowstring.node.Metadata;
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
 *
 * <p>A goal is open until its result is made, and there is a limit to how many may be: a server that forgets results is told
 * so. One that would rather turn clients away when it has enough to do looks at {@link #isFull} first:
 *
 * <pre>{@code
 * if (goals.isFull()) {
 *     results.send(nothing, Goals.rejected(message, "too busy"));   // ABORTED, says the client's result
 * }
 * }</pre>
 */
public final class Goals {
    private static final int DEFAULT_MOST = 1_000;

    private final int most;
    private final Map<String, OpenGoal> open = new ConcurrentHashMap<>();

    /** At most 1,000 goals are open at a time. */
    public Goals() {
        this(DEFAULT_MOST);
    }

    /**
     * At most so many goals are open at a time.
     *
     * @throws NodeException if that is none
     */
    public Goals(int most) {
        if (most < 1) {
            throw new NodeException("a server of " + most + " goals", "let it have 1 or more");
        }
        this.most = most;
    }

    /**
     * Takes what a client sent. The message stays the caller's.
     *
     * @return the goal, if it is one; empty if it cancels an earlier one, whose {@link OpenGoal#isCanceled} says so from now
     *     on, or asks for one a second time
     * @throws NodeException if it is neither, or a goal while {@linkplain #isFull as many} are open as may be
     */
    public Optional<OpenGoal> accept(Message message) {
        String id = goalId(message);
        if (Action.status(message).equals(Action.CANCELING)) {
            cancel(id);
            return Optional.empty();
        }
        if (isFull() && !open.containsKey(id)) {
            throw new NodeException(
                    message + " is one goal too many: " + most + " are open, goal "
                            + open.keySet().iterator().next() + " for one",
                    "make a result for each, look at isFull() first, or let new Goals(most) have more");
        }
        OpenGoal goal = new OpenGoal(id, open::remove);
        return open.putIfAbsent(id, goal) == null ? Optional.of(goal) : Optional.empty();
    }

    private static String goalId(Message message) {
        return message.metadata()
                .string(Action.GOAL_ID)
                .orElseThrow(() -> new NodeException(
                        message + " is no goal: its metadata has no string `" + Action.GOAL_ID + "`",
                        "see who sends it"));
    }

    /**
     * The metadata of the result of a goal that is not even begun: {@link GoalResult.Outcome#ABORTED}, and why.
     *
     * @throws NodeException if the message is no goal
     */
    public static Metadata rejected(Message goal, String reason) {
        return new OpenGoal(goalId(goal), id -> {}).aborted(reason);
    }

    /** Whether as many goals are open as may be. */
    public boolean isFull() {
        return open.size() >= most; // a few more where several threads accept at once
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
