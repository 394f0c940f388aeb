package dev.bowstring.node.pattern;

import static dev.bowstring.node.Numbers.assertNothingHeld;
import static dev.bowstring.node.Numbers.number;
import static dev.bowstring.node.Numbers.send;
import static dev.bowstring.node.Numbers.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.Node;
import dev.bowstring.node.Output;
import dev.bowstring.node.RunFixture;
import dev.bowstring.node.pattern.Reply.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Replies, timeouts and cancellations race: every reply is delivered once or counted as late, and none is kept. */
@Timeout(120)
class ServiceHammerTest {
    private static final int CALLS = 3_000;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final AtomicInteger answered = new AtomicInteger();

    @Test
    void shouldLoseAndKeepNothing(@TempDir Path directory) {
        try (RunFixture run = new RunFixture(directory)
                .output("client", "requests")
                .output("server", "replies")
                .blocking("server", "requests", "client/requests", 50)
                .blocking("client", "replies", "server/replies", 50)
                .start()) {
            CompletableFuture<Integer> serving = CompletableFuture.supplyAsync(() -> serve(run));
            Node node = run.node("client");
            Output requests = node.output("requests");
            ServiceClient client = ServiceClient.of(node, requests, "replies");
            List<CompletableFuture<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                calls.add(call(client, requests, i));
            }
            assertThat(calls).as("seed %s", seed).allMatch(CompletableFuture::join);
            send(requests, -1);
            int served = serving.join();
            await().untilAsserted(() -> {
                assertThat(node.poll()).as("what is late is taken").isEmpty();
                assertThat(answered.get() + client.late()).as("seed %s", seed).isEqualTo(served);
            });
            client.close();
            assertNothingHeld(run.output("server/replies"), node, "replies");
        }
    }

    /** Whether it ended as it may. */
    private CompletableFuture<Boolean> call(ServiceClient client, Output requests, long number) {
        BigIntVector request = vector(requests, number);
        Duration timeout = random.nextInt(3) == 0 ? Duration.ofNanos(random.nextInt(500_000)) : Duration.ofDays(1);
        CompletableFuture<Reply> call =
                client.call(request, Metadata.EMPTY, timeout).toCompletableFuture();
        CompletableFuture<Boolean> ended = call.handle((reply, cancelled) -> {
            request.close();
            return reply == null ? call.isCancelled() : isRight(reply, number);
        });
        if (random.nextInt(4) == 0) {
            call.cancel(false);
        }
        return ended;
    }

    /** A request is refused while 1,024 wait for room. */
    private boolean isRight(Reply reply, long number) {
        try (reply) {
            if (reply.outcome() != Outcome.OK) {
                return reply.outcome() == Outcome.TIMEOUT || reply.outcome() == Outcome.NOT_SENT;
            }
            answered.incrementAndGet();
            return number(reply.message()) == number;
        }
    }

    private static int serve(RunFixture run) {
        Output replies = run.output("server/replies");
        int served = 0;
        for (Event event : run.node("server").events()) {
            Message request = (Message) event;
            if (!Service.isRequest(request)) {
                return served;
            }
            send(replies, number(request), Service.reply(request));
            served++;
        }
        throw new AssertionError("the node was stopped");
    }
}
