package dev.bowstring.node.pattern;

import dev.bowstring.node.Message;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.NodeException;
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
    private final CompletableFuture<SendResult> sent = new CompletableFuture<>();
    private final CompletableFuture<GoalResult> result = new CompletableFuture<>();

    Goal(String id, Output goals, Consumer<? super Message> feedback) {
        this.id = id;
        this.goals = goals;
        this.feedback = feedback;
    }

    /** What waits in the correlation ends here. */
    static final class Completed implements Correlation.Answered<Goal> {
        @Override
        public Correlation.Taken by(Goal goal, Message message) {
            return GoalResult.of(message).map(goal::take).orElseGet(() -> goal.takeFeedback(message));
        }

        @Override
        public void never(Goal goal, Correlation.End why) {
            goal.end(GoalResult.never(why));
        }
    }

    private Correlation.Taken take(GoalResult last) {
        return result.complete(last) ? Correlation.Taken.LAST : Correlation.Taken.TOO_LATE;
    }

    private Correlation.Taken takeFeedback(Message message) {
        try (message) {
            feedback.accept(message);
            return Correlation.Taken.MORE_TO_COME;
        } catch (RuntimeException | Error broken) {
            // The user's: it ends this goal, and leaves whoever reads the events alone.
            result.completeExceptionally(new NodeException(
                    "the feedback of goal " + id + " was not taken: " + broken, "see the cause", broken));
            return Correlation.Taken.LAST;
        }
    }

    /** It ends without a message, unless it has ended. */
    void end(GoalResult last) {
        result.complete(last);
    }

    /** There is no point in sending it. */
    void endUnsent(Correlation.End why) {
        sent.complete(why == Correlation.End.STOPPING ? SendResult.STOPPING : SendResult.REFUSED);
        end(GoalResult.never(why));
    }

    /** It has left this node, or never will. */
    void leaves(CompletionStage<SendResult> sending) {
        sending.whenComplete((became, failure) -> {
            if (failure != null) {
                sent.completeExceptionally(failure);
                result.completeExceptionally(failure);
            } else {
                sent.complete(became);
                if (!became.sent()) {
                    end(GoalResult.notSent(became));
                }
            }
        });
    }

    /** The {@code goal_id} in everything that belongs to it. */
    public String id() {
        return id;
    }

    /** What became of sending it. Once this is complete, what was sent as the goal is the caller's again. */
    public CompletionStage<SendResult> sent() {
        return sent;
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
        CompletionStage<SendResult> sending =
                goals.sendAsync(nothing, Metadata.of(Map.of(Action.GOAL_ID, id, Action.GOAL_STATUS, Action.CANCELING)));
        return sending.whenComplete((became, failure) -> nothing.close());
    }
}
