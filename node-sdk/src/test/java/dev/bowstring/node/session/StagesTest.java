package dev.bowstring.node.session;

import static dev.bowstring.node.Numbers.get;
import static dev.bowstring.node.Numbers.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bowstring.node.Event;
import dev.bowstring.node.Message;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.Stop;
import dev.bowstring.transport.control.StopReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events that are asked for without waiting. */
@Timeout(60)
class StagesTest extends SourceAndSink {
    @Test
    void shouldCompleteStagesInOrderAsMessagesCome() throws Exception {
        List<CompletableFuture<Event>> asked = ask(3);
        assertThat(asked).noneMatch(CompletableFuture::isDone);

        send(1, 2, 3);

        assertThat(numbers(asked)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void shouldLeaveTheEventOfACancelledStageToWhoAsksNext() throws Exception {
        List<CompletableFuture<Event>> asked = ask(3);
        assertThat(asked.get(1).cancel(false)).isTrue();

        send(1, 2);

        assertThat(numbers(List.of(asked.get(0), asked.get(2)))).containsExactly(1L, 2L);
        assertThat(asked.get(1)).isCancelled();
    }

    @Test
    void shouldRefuseToCancelAStageThatHasItsEvent() throws Exception {
        CompletableFuture<Event> asked = ask(1).get(0);
        send(1);

        Event event = asked.get(10, TimeUnit.SECONDS);
        assertThat(asked.cancel(true)).isFalse();
        close(event);
    }

    @Test
    void shouldContinueBlockingWhereACancelledStageLeftOff() {
        ask(1).get(0).cancel(false);
        send(7);

        assertThat(number(sink.next(Duration.ofSeconds(10)).orElseThrow())).isEqualTo(7);
    }

    @Test
    void shouldAnswerNothingWhenTheTimeIsOver() throws Exception {
        CompletableFuture<Optional<Event>> patient =
                sink.nextEvent(Duration.ofDays(1)).toCompletableFuture();
        CompletableFuture<Optional<Event>> hasty =
                sink.nextEvent(Duration.ofMillis(5)).toCompletableFuture();

        assertThat(hasty.get(10, TimeUnit.SECONDS)).isEmpty();
        send(1);
        assertThat(number(patient.get(10, TimeUnit.SECONDS).orElseThrow())).isEqualTo(1);
    }

    @Test
    void shouldTakeATimeoutOfTheUserForACancellation() {
        CompletableFuture<Event> impatient =
                sink.nextEvent().toCompletableFuture().orTimeout(1, TimeUnit.MILLISECONDS);

        assertThatThrownBy(impatient::join).hasCauseInstanceOf(java.util.concurrent.TimeoutException.class);
        send(3);
        assertThat(number(sink.next(Duration.ofSeconds(10)).orElseThrow())).isEqualTo(3);
    }

    @Test
    void shouldGiveEveryStageTheLastEventOnceTheNodeStops() throws Exception {
        List<CompletableFuture<Event>> asked = ask(3);
        run.stop("sink", StopReason.REQUESTED);

        for (CompletableFuture<Event> stage : asked) {
            assertThat(stage.get(10, TimeUnit.SECONDS)).isEqualTo(new Stop(Stop.Reason.REQUESTED));
        }
        assertThat(sink.nextEvent().toCompletableFuture().get(10, TimeUnit.SECONDS))
                .isInstanceOf(Stop.class);
        assertThat(sink.next()).isEmpty();
    }

    @Test
    void shouldFailStagesWhenTheNodeIsClosed() {
        CompletableFuture<Event> asked = ask(1).get(0);
        sink.close();

        assertThatThrownBy(asked::join).hasMessageContaining("node 'sink' was closed");
        assertThatThrownBy(() -> sink.nextEvent().toCompletableFuture().join()).hasMessageContaining("was closed");
    }

    @Test
    void shouldRunALoopOfStagesWithoutGrowingTheStack() {
        int messages = 20_000;
        AtomicInteger deepest = new AtomicInteger();
        AtomicInteger received = new AtomicInteger();
        CompletableFuture<Void> over = loop(received, deepest).toCompletableFuture();
        for (int i = 0; i < messages; i++) {
            send(i);
        }
        run.end("source");
        over.orTimeout(50, TimeUnit.SECONDS).join();

        assertThat(received).hasValue(messages);
        assertThat(deepest).hasValueLessThan(200);
    }

    private CompletionStage<Void> loop(AtomicInteger received, AtomicInteger deepest) {
        return sink.nextEvent().thenCompose(event -> {
            deepest.accumulateAndGet(new Throwable().getStackTrace().length, Math::max);
            if (event instanceof Message) {
                received.incrementAndGet();
                close(event);
            }
            return event instanceof Stop ? CompletableFuture.completedStage(null) : loop(received, deepest);
        });
    }

    @Test
    void shouldRunStagesOnTheExecutorOfTheUserOneAfterTheOther() throws Exception {
        Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        sink.executor(tasks::add);
        List<CompletableFuture<Event>> asked = ask(2);
        send(1, 2);

        await().until(() -> !tasks.isEmpty());
        assertThat(asked).noneMatch(CompletableFuture::isDone);
        tasks.remove().run();
        assertThat(numbers(asked)).containsExactly(1L, 2L);
    }

    @Test
    void shouldFailStagesWhenTheExecutorRefuses() {
        sink.executor(task -> {
            throw new java.util.concurrent.RejectedExecutionException("full");
        });
        CompletableFuture<Event> asked = ask(1).get(0);
        send(1);

        assertThatThrownBy(asked::join).hasMessageContaining("the executor refused an event");
    }

    @Test
    void shouldRefuseMoreStagesThanMayWaitAndServeThemLater() throws Exception {
        List<CompletableFuture<Event>> asked = ask(EventRequests.MOST);

        assertThatThrownBy(() -> get(sink.nextEvent()))
                .hasRootCauseInstanceOf(NodeException.class)
                .hasMessageContaining(EventRequests.MOST + " stages")
                .hasMessageContaining("ask again");
        send(1);
        assertThat(take(asked.get(0))).isEqualTo(1);
        CompletableFuture<Event> again = sink.nextEvent().toCompletableFuture();
        for (CompletableFuture<Event> stage : asked.subList(1, asked.size())) {
            stage.cancel(false);
        }
        send(2);
        assertThat(take(again)).isEqualTo(2);
    }

    @Test
    void shouldHoldNoMoreMessagesThanTheInputMayAndGoOnWhenOneIsClosed() throws Exception {
        for (int i = 0; i < 10; i++) {
            send(i);
        }
        List<CompletableFuture<Event>> asked = ask(17);
        List<Event> held = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            held.add(asked.get(i).get(10, TimeUnit.SECONDS));
        }
        for (int i = 10; i < 17; i++) {
            send(i);
        }
        for (int i = 10; i < 16; i++) {
            held.add(asked.get(i).get(10, TimeUnit.SECONDS));
        }
        assertThat(asked.get(16)).as("no pin is left").isNotDone();

        close(held.get(3));

        assertThat(number(asked.get(16).get(10, TimeUnit.SECONDS))).isEqualTo(16);
        held.forEach(StagesTest::close);
    }
}
