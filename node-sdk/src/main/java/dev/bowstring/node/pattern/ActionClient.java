package dev.bowstring.node.pattern;

import dev.bowstring.node.Batch;
import dev.bowstring.node.Message;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.Node;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.Output;
import dev.bowstring.node.SendResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Gives goals to a server, which is another node, and takes their feedback and results out of the inputs they come by,
 * before anybody else sees them. All other messages stay in the stream of events, in order.
 *
 * <pre>{@code
 * ActionClient drives = ActionClient.of(node, node.output("goals"), "progress", "results");
 * Goal goal = drives.send(target, Metadata.EMPTY, progress -> show(progress.vector(Float8Vector.class)));
 * goal.result().thenAccept(result -> {
 *     try (result) {
 *         node.log().info("arrived", "outcome", result.outcome());
 *     }
 * });
 * goal.cancel();
 * }</pre>
 *
 * Goals and what cancels them go by one output, so that a cancellation never overtakes its goal. Any thread.
 */
public final class ActionClient implements AutoCloseable {
    private final Output goals;
    private final Correlation<Goal> open;

    private ActionClient(Output goals, Correlation<Goal> open) {
        this.goals = goals;
        this.open = open;
    }

    /**
     * A client of the server that reads this output, and sends feedback and results to these inputs, or one.
     *
     * @throws NodeException if there is no such input
     */
    public static ActionClient of(Node node, Output goals, String... inputs) {
        return new ActionClient(goals, new Correlation<>(node, List.of(inputs), Action.GOAL_ID, new Goal.Completed()));
    }

    /**
     * Closes what belongs to goals of other clients instead of leaving it in the stream of events.
     *
     * @return this
     */
    public ActionClient ignoringOthers() {
        open.dropOthers();
        return this;
    }

    /**
     * Sends a goal, and does not wait. The vector must not be touched until {@link Goal#sent} is complete; it is empty if it was.
     *
     * @param feedback is called where the events are read, with each message of feedback, which is valid until it returns
     * @throws NodeException if 65,536 goals of this client wait for their result already
     */
    public Goal send(FieldVector goal, Metadata metadata, Consumer<? super Message> feedback) {
        return send(attached -> goals.sendAsync(goal, attached), metadata, feedback);
    }

    /** Sends the rows of a root as a goal. See {@link #send(FieldVector, Metadata, Consumer)}. */
    public Goal send(VectorSchemaRoot goal, Metadata metadata, Consumer<? super Message> feedback) {
        return send(attached -> goals.sendAsync(goal, attached), metadata, feedback);
    }

    /** Sends a batch as a goal. See {@link #send(FieldVector, Metadata, Consumer)}. */
    public Goal send(Batch goal, Metadata metadata, Consumer<? super Message> feedback) {
        return send(attached -> goals.sendAsync(goal, attached), metadata, feedback);
    }

    private Goal send(
            Function<Metadata, CompletionStage<SendResult>> send,
            Metadata metadata,
            Consumer<? super Message> feedback) {
        String id = open.newId();
        Metadata attached = Attached.with(metadata, Map.of(Action.GOAL_ID, id));
        Goal goal = new Goal(id, goals, feedback);
        Optional<Correlation.End> over = open.open(id, goal);
        if (over.isPresent()) {
            goal.endUnsent(over.get());
            return goal;
        }
        goal.result().whenComplete((result, failure) -> open.forget(id));
        goal.leaves(Attached.begin(() -> send.apply(attached)));
        return goal;
    }

    /**
     * The server is not there any more, or is another one: all goals end as {@link GoalResult.Outcome#SERVER_GONE} at once.
     * Called by itself when the inputs close, or tell that the server was started again.
     */
    public void serverGone() {
        open.endAll(Correlation.End.SERVER_GONE);
    }

    /** How many messages came for goals that nobody waited for any more; they were closed. */
    public long late() {
        return open.late();
    }

    /** Takes nothing any more. Goals end as {@link GoalResult.Outcome#STOPPING}; the server is not told. */
    @Override
    public void close() {
        open.close();
    }
}
