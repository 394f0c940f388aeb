package dev.bowstring.examples.service;

import dev.bowstring.node.Metadata;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;
import dev.bowstring.node.pattern.Reply;
import dev.bowstring.node.pattern.ServiceClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.arrow.vector.Float8Vector;

/** Asks for the lengths of routes, in several ways, and fails if an answer is not as it should be. */
public final class ClientNode {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration IMPATIENCE = Duration.ofMillis(50);
    private static final Route LONDON_TO_NEW_YORK = new Route(51.5074, -0.1278, 40.7128, -74.0060);
    private static final int ROUTES = 100;
    private static final double KM_PER_DEGREE = 111.195;

    private final Output routes;
    private final ServiceClient distances;

    private ClientNode(Node node) {
        routes = node.output("routes");
        distances = ServiceClient.of(node, routes, "distances");
    }

    /** Argument: how many kilometres it is from London to New York. */
    public static void main(String[] arguments) {
        try (Node node = Node.connect()) {
            ClientNode client = new ClientNode(node);
            client.waitForOne(Double.parseDouble(arguments[0]));
            client.askForMany();
            client.askForWhatIsNot();
            client.askInVain();
        } catch (IllegalStateException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(1); // the run fails as well
        }
    }

    private void waitForOne(double expectedKm) {
        try (Reply reply = ask(LONDON_TO_NEW_YORK, Metadata.EMPTY, PATIENCE)) {
            check("London - New York", kilometres(reply), expectedKm);
            System.out.printf("London - New York: %.0f km%n", kilometres(reply));
        }
    }

    private Reply ask(Route route, Metadata metadata, Duration timeout) {
        try (Float8Vector request = route.vector(routes.allocator())) {
            return distances.callAndWait(request, metadata, timeout);
        }
    }

    /** All at once, each along a part of the equator. */
    private void askForMany() {
        List<CompletionStage<Double>> answers = new ArrayList<>();
        for (int degrees = 0; degrees < ROUTES; degrees++) {
            Float8Vector request = new Route(0, 0, 0, degrees).vector(routes.allocator());
            answers.add(distances.call(request, Metadata.EMPTY, PATIENCE).thenApply(reply -> {
                request.close();
                try (reply) {
                    return kilometres(reply);
                }
            }));
        }
        for (int degrees = 0; degrees < ROUTES; degrees++) {
            double km = answers.get(degrees).toCompletableFuture().join();
            check(degrees + " degrees of the equator", km, degrees * KM_PER_DEGREE);
        }
        System.out.println(ROUTES + " routes at once: all answers are right");
    }

    private void askForWhatIsNot() {
        try (Reply reply = ask(new Route(91, 0, 0, 0), Metadata.EMPTY, PATIENCE)) {
            check(reply, Reply.Outcome.ERROR);
            System.out.println("a wrong latitude: " + reply);
        }
    }

    private void askInVain() {
        Metadata ignore = Metadata.builder().put(Route.IGNORE, true).build();
        try (Reply reply = ask(LONDON_TO_NEW_YORK, ignore, IMPATIENCE)) {
            check(reply, Reply.Outcome.TIMEOUT);
            System.out.println("nobody answers: " + reply);
        }
    }

    private static double kilometres(Reply reply) {
        check(reply, Reply.Outcome.OK);
        return reply.message().vector(Float8Vector.class).get(0);
    }

    private static void check(Reply reply, Reply.Outcome expected) {
        if (reply.outcome() != expected) {
            throw new IllegalStateException("the reply is " + reply + ", expected " + expected);
        }
    }

    private static void check(String what, double km, double expectedKm) {
        if (Math.abs(km - expectedKm) > 1) {
            throw new IllegalStateException(what + " is " + km + " km, expected " + expectedKm);
        }
    }
}
