package dev.bowstring.node.session;

import static dev.bowstring.node.Numbers.get;
import static dev.bowstring.node.Numbers.number;
import static dev.bowstring.node.Numbers.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.node.Diversion;
import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.Numbers;
import dev.bowstring.node.SendResult;
import dev.bowstring.node.Stop;
import dev.bowstring.node.Tick;
import dev.bowstring.transport.control.StopReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is odd and allowed: calls from within callbacks, callbacks that throw, closing in the midst of things. */
@Timeout(60)
class OddUsersTest extends SourceAndSink {
    private static final Duration NEVER = Duration.ofSeconds(Long.MIN_VALUE);

    @Test
    void shouldLoseNothingWhenAPredicateThrows() {
        send(1, 2, 3);

        assertThatThrownBy(() -> sink.next(
                        "rows",
                        message -> {
                            if (number(message) == 2) {
                                throw new IllegalStateException("a bug of the user's");
                            }
                            return false;
                        },
                        Duration.ofSeconds(10)))
                .hasMessage("a bug of the user's");

        assertThat(List.of(number(Numbers.next(sink)), number(Numbers.next(sink)), number(Numbers.next(sink))))
                .containsExactly(1L, 2L, 3L);
        Numbers.assertNothingHeld(out, sink, "rows");
    }

    @Test
    void shouldGoOnSendingThoughTheExecutorThrows() throws Exception {
        run.node("source").executor(task -> {
            throw new IllegalStateException("no thread today");
        });
        for (int round = 0; round < 2; round++) {
            send(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
            try (BigIntVector late = vector(out, 10)) {
                CompletableFuture<SendResult> waiting = out.sendAsync(late).toCompletableFuture();
                for (long i = 0; i <= 10; i++) {
                    assertThat(number(Numbers.next(sink))).isEqualTo(i);
                }
                assertThat(get(waiting)).isEqualTo(SendResult.SENT);
            }
        }
    }

    @Test
    void shouldFailStagesWhenTheExecutorThrowsAndServeOthers() throws Exception {
        sink.executor(task -> {
            throw new IllegalStateException("no thread today");
        });
        CompletableFuture<Event> stage = sink.nextEvent().toCompletableFuture();
        send(1);
        assertThatThrownBy(() -> get(stage)).hasRootCauseMessage("no thread today");

        sink.executor(Runnable::run);
        assertThat(take(sink.nextEvent().toCompletableFuture())).isEqualTo(1);
    }

    @Test
    void shouldServeTheStageThatIsAskedForWhenAnotherFails() throws Exception {
        AtomicBoolean thrown = new AtomicBoolean();
        sink.executor(task -> {
            if (thrown.compareAndSet(false, true)) {
                throw new IllegalStateException("no thread today");
            }
            task.run();
        });
        CompletableFuture<Event> second = sink.nextEvent()
                .handle((event, failure) -> sink.nextEvent())
                .thenCompose(Function.identity())
                .toCompletableFuture();

        send(1);

        assertThat(take(second)).isEqualTo(1);
    }

    @Test
    void shouldTakeAnyDuration() throws Exception {
        assertThat(sink.next(NEVER)).isEmpty();
        assertThat(get(sink.nextEvent(NEVER))).isEmpty();
        assertThat(sink.next("rows", message -> true, NEVER)).isEmpty();
        get(sink.delay(NEVER));
        sink.timer("soon").after(NEVER);
        assertThat(Numbers.next(sink)).isInstanceOf(Tick.class);
    }

    @Test
    void shouldCloseTheNodeFromWithinWhateverIsCalled() throws Exception {
        send(1, 2);
        sink.divert("rows", closing(() -> sink.close()));

        assertThat(sink.next(Duration.ofSeconds(10))).isEmpty();
        assertThat(sink.next()).isEmpty();
        assertThatThrownBy(() -> get(sink.nextEvent())).hasRootCauseInstanceOf(NodeException.class);
        assertThatThrownBy(() -> get(sink.delay(Duration.ZERO))).hasRootCauseInstanceOf(NodeException.class);
    }

    @Test
    void shouldCloseTheNodeFromWithinAStage() throws Exception {
        CompletableFuture<Event> second = new CompletableFuture<>();
        CompletableFuture<Void> closed = sink.nextEvent().toCompletableFuture().thenAccept(event -> {
            close(event);
            sink.close();
        });
        sink.nextEvent().whenComplete((event, failure) -> second.completeExceptionally(failure));
        send(1, 2);

        get(closed);
        assertThatThrownBy(() -> get(second)).hasRootCauseInstanceOf(NodeException.class);
    }

    @Test
    void shouldCloseTheNodeFromWithinASubscriber() throws Exception {
        CompletableFuture<Throwable> over = new CompletableFuture<>();
        sink.publisher().subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(2);
            }

            @Override
            public void onNext(Event event) {
                close(event);
                sink.close();
            }

            @Override
            public void onError(Throwable failure) {
                over.complete(failure);
            }

            @Override
            public void onComplete() {
                over.complete(new AssertionError("the node was closed, not stopped"));
            }
        });
        send(1, 2);

        assertThat(get(over)).isInstanceOf(NodeException.class).hasMessageContaining("was closed");
    }

    @Test
    void shouldHandleEventsWithinAHandler() {
        List<String> seen = new ArrayList<>();
        send(1, 2, 3);
        run.end("source");
        sink.on("rows", message -> {
            seen.add("outer " + number(message));
            sink.next().ifPresent(event -> seen.add("inner " + (event instanceof Message one ? number(one) : event)));
        });
        sink.onStop(stop -> seen.add("stop"));

        sink.run();

        assertThat(seen)
                .containsExactly(
                        "outer 1", "inner 2", "outer 3", "inner InputClosed[input=rows, reason=ENDED]", "stop");
    }

    @Test
    void shouldFailARunWhoseHandlerAsksForStages() {
        send(1, 2);
        sink.on("rows", message -> sink.nextEvent().thenAccept(SourceAndSink::close));

        assertThatThrownBy(sink::run)
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("was left when its thread");
    }

    @Test
    void shouldSendOnWhatItReceivesAgainAndAgain() {
        send(1, 2, 3, 4, 5);
        List<Message> kept = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Message message = ((Message) Numbers.next(sink)).retain();
            kept.add(message);
            assertThat(out.send(message.batch())).isEqualTo(SendResult.SENT);
            assertThat(out.send(message.batch())).as("it is empty now").isEqualTo(SendResult.SENT);
        }
        kept.forEach(Message::close);
        for (long i = 1; i <= 5; i++) {
            assertThat(number(Numbers.next(sink))).isEqualTo(i);
            assertThat(((Message) Numbers.next(sink)).batch().getRowCount()).isZero();
        }
        Numbers.assertNothingHeld(out, sink, "rows");
    }

    @Test
    void shouldStopWhileAHandlerWaitsForRoom() {
        send(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        List<SendResult> results = new ArrayList<>();
        try (BigIntVector vector = vector(out, 1)) {
            sink.on("rows", message -> {
                run.stop("source", StopReason.REQUESTED);
                run.stop("sink", StopReason.REQUESTED);
                results.add(out.send(vector)); // its own reader: there is room only once this returns
                results.add(out.send(vector));
            });
            sink.onOther(event -> assertThat(event).isInstanceOf(Stop.class));
            sink.run();
        }
        assertThat(results).hasSize(2).contains(SendResult.STOPPING);
    }

    @Test
    void shouldFailWithANameWhenInterruptedAndGoOnAfterwards() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(sink::next).hasMessageContaining("interrupted");
        send(9); // what needs not wait works, and the first message of a schema is no exception
        assertThat(number(sink.poll().orElseThrow())).isEqualTo(9);
        send(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        try (BigIntVector vector = vector(out, 10)) {
            assertThatThrownBy(() -> out.send(vector)).hasMessageContaining("interrupted");
            assertThat(Thread.interrupted()).isTrue();
            assertThat(number(Numbers.next(sink))).isZero();
            assertThat(out.send(vector)).isEqualTo(SendResult.SENT);
        }
    }

    private static Diversion.Taker closing(Runnable action) {
        return new Diversion.Taker() {
            @Override
            public boolean take(Message message) {
                message.close();
                action.run();
                return true;
            }

            @Override
            public void closed() {
                throw new IllegalStateException("its end was not reached");
            }
        };
    }
}
