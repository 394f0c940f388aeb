package dev.bowstring.node.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.node.Metadata;
import dev.bowstring.node.Node;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.pattern.Reply;
import dev.bowstring.node.pattern.Service;
import dev.bowstring.node.pattern.ServiceClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** All that takes time in a node takes the time of the test. */
@Timeout(60)
class TestNodeClockTest {
    private static final Schema SCHEMA = new Schema(List.of(Field.nullable("number", new ArrowType.Int(32, true))));
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final List<String> seen = new CopyOnWriteArrayList<>();

    private static TestNode client() {
        return TestNode.builder().input("replies").output("requests").build();
    }

    private static CompletableFuture<Reply> call(Node node, ServiceClient client) {
        IntVector request = new IntVector("number", node.output("requests").allocator());
        request.setSafe(0, 1);
        request.setValueCount(1);
        return client.call(request, Metadata.EMPTY, PATIENCE)
                .whenComplete((reply, failure) -> request.close())
                .toCompletableFuture();
    }

    @Test
    void shouldEndACallOnlyWhenTheTimeOfTheTestHasPassed() {
        try (TestNode test = client()) {
            test.advance(PATIENCE.minusNanos(1)).advance(Duration.ofNanos(1)).stop();
            test.run(node -> {
                ServiceClient client = ServiceClient.of(node, node.output("requests"), "replies");
                assertThat(call(node, client).join().outcome()).isEqualTo(Reply.Outcome.TIMEOUT);
                seen.add(test.elapsed().toString());
            });
        }

        assertThat(seen).containsExactly("PT1H");
    }

    @Test
    void shouldEndACallWhileTheLoopReads() {
        try (TestNode test = client()) {
            test.advance(PATIENCE).stop();
            test.run(node -> {
                ServiceClient client = ServiceClient.of(node, node.output("requests"), "replies");
                call(node, client).thenAccept(reply -> seen.add(reply.outcome() + " after " + test.elapsed()));
                node.events().forEach(event -> seen.add("stop"));
            });
        }

        assertThat(seen).containsExactly("TIMEOUT after PT1H", "stop");
    }

    @Test
    void shouldNotEndACallWhoseReplyCameInTheTimeOfTheTest() {
        try (TestNode test = client()) {
            test.start(node -> {
                ServiceClient client = ServiceClient.of(node, node.output("requests"), "replies");
                call(node, client).thenAccept(reply -> {
                    try (reply) {
                        seen.add(reply.outcome() + " after " + test.elapsed());
                    }
                });
                node.events().forEach(event -> seen.add("stop"));
            });
            test.advance(PATIENCE.minusNanos(1));
            String id = test.output("requests")
                    .message()
                    .metadata()
                    .string(Service.REQUEST_ID)
                    .orElseThrow();
            test.input("replies").send(SCHEMA, Metadata.of(Service.REQUEST_ID, id), List.of(List.of(2)));
            test.advance(Duration.ofDays(1)).stop().awaitEnd();
        }

        assertThat(seen).containsExactly("OK after PT59M59.999999999S", "stop");
    }

    @Test
    void shouldMeasureAWaitInTheLoopByTheTimeOfTheTest() {
        try (TestNode test = client()) {
            test.advance(PATIENCE);
            test.run(node -> {
                ServiceClient client = ServiceClient.of(node, node.output("requests"), "replies");
                try (IntVector request =
                        new IntVector("number", node.output("requests").allocator())) {
                    request.setSafe(0, 1);
                    request.setValueCount(1);
                    assertThat(client.callAndWait(request, Metadata.EMPTY, PATIENCE)
                                    .outcome())
                            .isEqualTo(Reply.Outcome.TIMEOUT);
                }
            });
            assertThat(test.elapsed()).isEqualTo(PATIENCE);
        }
    }

    @Test
    void shouldCompleteDelaysInTheOrderOfTheirTimes() {
        try (TestNode test = TestNode.builder().build()) {
            test.advance(Duration.ofSeconds(3)).stop();
            test.run(node -> {
                long beganNs = node.nanoTime();
                for (int seconds : new int[] {2, 1, 3, 4}) {
                    node.delay(Duration.ofSeconds(seconds))
                            .thenRun(() -> seen.add(seconds + " s at " + test.elapsed()));
                }
                node.delay(Duration.ofSeconds(2)).toCompletableFuture().cancel(false);
                node.delay(Duration.ofSeconds(1)).toCompletableFuture().join();
                assertThat(node.nanoTime() - beganNs).isEqualTo(1_000_000_000L);
                node.events().forEach(event -> seen.add("stop"));
            });
        }

        assertThat(seen).containsExactly("1 s at PT1S", "2 s at PT2S", "3 s at PT3S", "stop");
    }

    @Test
    void shouldFailADelayThatIsCutShortByTheEndOfTheNode() {
        CompletableFuture<Void> delay;
        try (TestNode test = TestNode.builder().build()) {
            delay = test.node().delay(Duration.ofDays(400_000)).toCompletableFuture();
            assertThat(delay).isNotDone();
        }

        assertThatThrownBy(delay::join).hasCauseInstanceOf(NodeException.class).hasMessageContaining("was closed");
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("bowstring-delays"));
    }

    @Test
    void shouldGiveUpANodeThatWaitsForATimeThatDoesNotPass() {
        try (TestNode test = TestNode.builder().patience(Duration.ofMillis(50)).build()) {
            assertThatThrownBy(() -> test.run(node -> node.delay(Duration.ofSeconds(7))
                            .toCompletableFuture()
                            .get()))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("waits for a time")
                    .hasMessageContaining("PT7S");
        }
    }
}
