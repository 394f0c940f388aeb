package dev.bowstring.node.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.node.Diversion;
import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.Stop;
import dev.bowstring.node.Tick;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every other way to ask for events than the loop, under a test. */
@Timeout(60)
class TestNodeFacesTest {
    private static final Schema SCHEMA = new Schema(List.of(Field.nullable("number", new ArrowType.Int(32, true))));

    private final List<String> seen = new CopyOnWriteArrayList<>();

    @Test
    void shouldServeHandlers() {
        try (TestNode test = TestNode.builder()
                .input("a")
                .timer("beat", Duration.ofSeconds(1))
                .build()) {
            test.advance(Duration.ofSeconds(1));
            test.input("a").send(SCHEMA, List.of(List.of(1)));
            test.stop();

            test.run(node -> node.on("a", this::note)
                    .onTick("beat", this::note)
                    .onStop(this::note)
                    .run());
        }

        assertThat(seen).containsExactly("beat", "a 1", "stop");
    }

    @Test
    void shouldServeTimersMadeInCode() {
        try (TestNode test = TestNode.builder().build()) {
            test.advance(Duration.ofSeconds(10)).stop();
            test.run(node -> {
                node.timer("retry").after(Duration.ofSeconds(4));
                node.events().forEach(event -> {
                    note(event);
                    seen.add(test.elapsed().toSeconds() + " s");
                });
            });
        }

        assertThat(seen).containsExactly("retry", "4 s", "stop", "10 s");
    }

    @Test
    void shouldServeStagesOnTheTestsOwnThread() {
        try (TestNode test = TestNode.builder().input("a").build()) {
            test.input("a").send(SCHEMA, List.of(List.of(1)));
            test.advance(Duration.ofSeconds(1));
            test.input("a").send(SCHEMA, List.of(List.of(2)));
            test.stop();

            test.run(node -> loop(node).toCompletableFuture().join());
        }

        assertThat(seen).containsExactly("a 1", "a 2", "stop");
    }

    private CompletionStage<Void> loop(Node node) {
        return node.nextEvent().thenCompose(event -> {
            note(event);
            if (event instanceof Message message) {
                message.close();
            }
            return event instanceof Stop ? CompletableFuture.completedStage(null) : loop(node);
        });
    }

    @Test
    void shouldServeStagesBesideTheTest() throws Exception {
        try (TestNode test = TestNode.builder().input("a").build()) {
            test.start(node -> loop(node).toCompletableFuture().join());
            test.input("a").send(SCHEMA, List.of(List.of(1)));
            test.settle();
            assertThat(seen).containsExactly("a 1");
            test.stop();
            test.awaitEnd();
        }

        assertThat(seen).containsExactly("a 1", "stop");
    }

    @Test
    void shouldLetTheTimeoutOfAStagePass() {
        try (TestNode test = TestNode.builder().input("a").build()) {
            test.advance(Duration.ofSeconds(5));
            test.run(node -> assertThat(node.nextEvent(Duration.ofSeconds(4))
                            .toCompletableFuture()
                            .join())
                    .isEmpty());
            assertThat(test.elapsed()).isEqualTo(Duration.ofSeconds(4));
        }
    }

    @Test
    void shouldGiveUpAStageThatNothingWillComplete() {
        try (TestNode test =
                TestNode.builder().input("a").patience(Duration.ofMillis(50)).build()) {
            assertThatThrownBy(() -> test.run(
                            node -> node.nextEvent().toCompletableFuture().join()))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("waits for an event, and nothing will happen any more");
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @Test
    void shouldServeAReactiveStreamOnAnExecutor() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (TestNode test = TestNode.builder().input("a").build()) {
            test.input("a").send(SCHEMA, List.of(List.of(1))).send(SCHEMA, List.of(List.of(2)));
            test.input("a").close();
            CountDownLatch over = new CountDownLatch(1);

            test.run(node -> {
                node.executor(executor);
                node.publisher().subscribe(new OneByOne(over));
                over.await();
            });
        } finally {
            executor.shutdown();
        }

        assertThat(seen).containsExactly("a 1", "a 2", "InputClosed[input=a, reason=ENDED]", "stop", "complete");
    }

    private final class OneByOne implements Flow.Subscriber<Event> {
        private final CountDownLatch over;
        private Flow.Subscription subscription;

        OneByOne(CountDownLatch over) {
            this.over = over;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            subscription.request(1);
        }

        @Override
        public void onNext(Event event) {
            note(event);
            if (event instanceof Message message) {
                message.close();
            }
            subscription.request(1);
        }

        @Override
        public void onError(Throwable thrown) {
            seen.add(thrown.toString());
            over.countDown();
        }

        @Override
        public void onComplete() {
            seen.add("complete");
            over.countDown();
        }
    }

    @Test
    void shouldDivertAndSearch() {
        try (TestNode test = TestNode.builder().input("a").input("replies").build()) {
            test.input("replies").send(SCHEMA, List.of(List.of(1))).send(SCHEMA, List.of(List.of(2)));
            test.input("a").send(SCHEMA, List.of(List.of(3))).send(SCHEMA, List.of(List.of(4)));
            test.stop();

            test.run(node -> {
                node.divert("replies", new Diversion.Taker() {
                    @Override
                    public boolean take(Message message) {
                        seen.add("diverted " + number(message));
                        message.close();
                        return true;
                    }

                    @Override
                    public void closed() {}
                });
                Optional<Message> four = node.next("a", message -> number(message) == 4, Duration.ofSeconds(1));
                seen.add("found " + number(four.orElseThrow()));
                node.events().forEach(this::note);
            });
        }

        assertThat(seen).containsExactly("found 4", "diverted 1", "diverted 2", "a 3", "stop");
    }

    @Test
    void shouldShowWhatHappensBetweenTheStepsOfTheTest() {
        try (TestNode test = TestNode.builder()
                .input("a")
                .timer("beat", Duration.ofSeconds(1))
                .build()) {
            test.start(node -> node.events().forEach(this::note));

            test.advance(Duration.ofMillis(999));
            assertThat(seen).isEmpty();
            test.advance(Duration.ofMillis(1));
            assertThat(seen).containsExactly("beat");
            test.input("a").send(SCHEMA, List.of(List.of(1)));
            test.settle();
            assertThat(seen).containsExactly("beat", "a 1");
            test.stop();
            test.awaitEnd();
        }

        assertThat(seen).containsExactly("beat", "a 1", "stop");
    }

    @Test
    void shouldEndANodeThatStillWaitsWhenTheTestIsOver() {
        try (TestNode test = TestNode.builder().input("a").build()) {
            test.start(node -> {
                node.events().forEach(this::note);
                seen.add("over");
            });
            test.settle();
        }

        assertThat(seen).containsExactly("over");
    }

    @Test
    void shouldTellWhatTheStartedNodeFailedWith() {
        TestNode test = TestNode.builder().build();
        test.start(node -> {
            throw new IllegalStateException("broken");
        });

        assertThatThrownBy(test::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the node has failed")
                .hasRootCauseMessage("broken");
    }

    private void note(Event event) {
        if (event instanceof Message message) {
            seen.add(message.input() + " " + number(message));
        } else if (event instanceof Tick tick) {
            seen.add(tick.timer());
        } else {
            seen.add(event instanceof Stop ? "stop" : event.toString());
        }
    }

    private static int number(Message message) {
        return message.vector(IntVector.class).get(0);
    }
}
