package dev.bowstring.node.pattern;

import dev.bowstring.node.Message;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.Output;
import dev.bowstring.node.SendResult;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.arrow.vector.NullVector;

/** A goal as its client sees it. Any thread. */
public final class Goal {
    private final String id;
    private final Output goals;
    private final Consumer<? super Message> feedback;
    private final CompletableFuture<GoalResult> result = new CompletableFuture<>();

    Goal(String id, Output goals, Consumer<? super Message> feedback) {
        this.id = id;
        this.goals = goals;
        this.feedback = feedback;
    }

    /** What waits in the correlation ends here. */
    static final class Completed implements Correlation.Answered<Goal> {
        @Override
        public boolean by(Goal goal, Message message) {
            return GoalResult.of(message).map(result -> goal.take(result)).orElseGet(() -> goal.takeFeedback(message));
        }

        @Override
        public void never(Goal goal, Correlation.End why) {
            goal.end(GoalResult.never(why));
        }
    }

    private boolean take(GoalResult last) {
        end(last);
        return true;
    }

    private boolean takeFeedback(Message message) {
        try (message) {
            feedback.accept(message);
        }
        return false;
    }

    void end(GoalResult last) {
        if (!result.complete(last)) {
            last.close(); // given up just now
        }
    }

    void fail(Throwable why) {
        result.completeExceptionally(why);
    }

    /** The {@code goal_id} in everything that belongs to it. */
    public String id() {
        return id;
    }

    /**
     * The last word about this goal. It is completed where the events are read. Cancelling the stage, or completing it
     * otherwise, gives up waiting: then the server's result comes too late. It does not tell the server: {@link #cancel} does.
     */
    public CompletionStage<GoalResult> result() {
        return result;
    }

    /** Asks the server to give up. The {@linkplain #result result} says whether it did. */
    public CompletionStage<SendResult> cancel() {
        NullVector nothing = new NullVector("cancel", 0);
        CompletionStage<SendResult> sent =
                goals.sendAsync(nothing, Metadata.of(Map.of(Action.GOAL_ID, id, Action.GOAL_STATUS, Action.CANCELING)));
        return sent.whenComplete((result, failure) -> nothing.close());
    }
}
