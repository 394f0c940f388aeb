package dev.bowstring.examples.action;

import dev.bowstring.node.Message;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;
import dev.bowstring.node.pattern.ActionClient;
import dev.bowstring.node.pattern.Goal;
import dev.bowstring.node.pattern.GoalResult;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.arrow.vector.Float8Vector;

/** Sends the vehicle on three journeys, and fails if one does not end as it should. */
public final class DispatcherNode {
    private static final double FAR_AWAY = 1_000_000;
    private static final double BEHIND_THE_START = -1;
    private static final int POSITIONS_BEFORE_CANCELLING = 3;
    private static final int PATIENCE_S = 30;

    private final Output goals;
    private final ActionClient vehicle;

    private DispatcherNode(Node node) {
        goals = node.output("goals");
        vehicle = ActionClient.of(node, goals, "positions", "arrivals");
    }

    /** Argument: where the first journey is to end, in metres. */
    public static void main(String[] arguments) throws Exception {
        try (Node node = Node.connect()) {
            DispatcherNode dispatcher = new DispatcherNode(node);
            dispatcher.arrive(12, Double.parseDouble(arguments[0]));
            dispatcher.turnBack();
            dispatcher.beRefused();
        } catch (IllegalStateException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(1); // the run fails as well
        }
    }

    private void arrive(double place, double expected) throws Exception {
        List<Double> positions = new CopyOnWriteArrayList<>();
        try (GoalResult result = end(send(place, position -> positions.add(Metres.of(position))))) {
            check(result, GoalResult.Outcome.SUCCEEDED);
            check(
                    Metres.of(result.message()) == expected,
                    "it is at " + Metres.of(result.message()) + ", not " + expected);
            check(positions.size() == (int) place, "it told of " + positions);
            System.out.printf("to %.0f m: %s, after %d positions%n", place, result, positions.size());
        }
    }

    private void turnBack() throws Exception {
        CountDownLatch seen = new CountDownLatch(POSITIONS_BEFORE_CANCELLING);
        Goal journey = send(FAR_AWAY, position -> seen.countDown());
        check(seen.await(PATIENCE_S, TimeUnit.SECONDS), "it does not tell where it is");
        journey.cancel();
        try (GoalResult result = end(journey)) {
            check(result, GoalResult.Outcome.CANCELED);
            System.out.println("far away: " + result);
        }
    }

    private void beRefused() throws Exception {
        try (GoalResult result = end(send(BEHIND_THE_START, position -> {}))) {
            check(result, GoalResult.Outcome.ABORTED);
            System.out.println("behind the start: " + result);
        }
    }

    private Goal send(double place, Consumer<Message> feedback) {
        Float8Vector goal = Metres.vector(place, goals.allocator());
        Goal journey = vehicle.send(goal, Metadata.EMPTY, feedback);
        journey.sent().whenComplete((sent, failure) -> goal.close()); // from then on it is ours again
        return journey;
    }

    private static GoalResult end(Goal journey) throws Exception {
        return journey.result().toCompletableFuture().get(PATIENCE_S, TimeUnit.SECONDS);
    }

    private static void check(GoalResult result, GoalResult.Outcome expected) {
        check(result.outcome() == expected, "the journey ended as " + result + ", expected " + expected);
    }

    private static void check(boolean right, String wrong) {
        if (!right) {
            throw new IllegalStateException(wrong);
        }
    }
}
