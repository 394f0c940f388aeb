package dev.bowstring.node.flow;

import static dev.bowstring.node.Numbers.assertNothingHeld;
import static dev.bowstring.node.Numbers.get;
import static dev.bowstring.node.Numbers.next;
import static dev.bowstring.node.Numbers.number;
import static dev.bowstring.node.Numbers.send;
import static dev.bowstring.node.Numbers.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bowstring.node.Event;
import dev.bowstring.node.InputClosed;
import dev.bowstring.node.Message;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.SendResult;
import dev.bowstring.node.Stop;
import dev.bowstring.transport.control.StopReason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Stages for messages, over real files. */
@Timeout(60)
class MapAsyncTest {
    private static final int MAX_HELD = 5;

    private FlowFixture flow;
    private NodeFlow events;
    private final Map<Long, CompletableFuture<Long>> lookups = new ConcurrentHashMap<>();
    private final List<Event> others = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start(@TempDir Path directory) {
        flow = new FlowFixture(directory, MAX_HELD);
        events = NodeFlow.of(flow.sink).others(others::add);
    }

    @AfterEach
    void close() {
        lookups.values().forEach(lookup -> lookup.complete(0L)); // so that their messages are closed
        flow.close();
    }

    @Test
    void shouldGiveResultsInTheOrderOfTheMessages() {
        Collected<Long> results = Collected.all(lookUp(3, Order.ORDERED).publisher());
        send(flow.a, 1, 2, 3);
        await().until(() -> lookups.size() == 3);

        lookups.get(3L).complete(30L);
        lookups.get(2L).complete(20L);
        assertThat(results.results).isEmpty();
        lookups.get(1L).complete(10L);

        await().untilAsserted(() -> assertThat(results.results).containsExactly(10L, 20L, 30L));
    }

    @Test
    void shouldGiveResultsAsTheyCome() {
        Collected<Long> results = Collected.all(lookUp(3, Order.UNORDERED).publisher());
        send(flow.a, 1, 2, 3);
        await().until(() -> lookups.size() == 3);

        lookups.get(3L).complete(30L);
        lookups.get(1L).complete(10L);
        lookups.get(2L).complete(20L);

        await().untilAsserted(() -> assertThat(results.results).containsExactly(30L, 10L, 20L));
    }

    @Test
    void shouldCarryThePaceToThePublisher() {
        Collected<Long> results = Collected.all(lookUp(2, Order.ORDERED).publisher());
        int most = 2 + FlowFixture.QUEUE;
        for (int i = 0; i < most; i++) {
            send(flow.a, i);
            int begun = Math.min(i + 1, 2);
            await().until(() -> lookups.size() == begun);
        }

        try (BigIntVector tooMuch = vector(flow.a, 99)) {
            assertThat(flow.a.trySend(tooMuch)).isEqualTo(SendResult.TIMEOUT);
        }
        lookups.get(0L).complete(0L);
        await().until(() -> lookups.size() == 3);
        assertThat(lookups).doesNotContainKey(3L);
        for (long i = 1; i < most; i++) {
            long number = i;
            await().until(() -> lookups.containsKey(number));
            lookups.get(i).complete(i);
        }
        await().untilAsserted(() -> assertThat(results.results).hasSize(most).isSorted());
    }

    @Test
    void shouldWorkOnNoMoreThanIsWanted() {
        Collected<Long> results = Collected.of(lookUp(2, Order.ORDERED).publisher());
        send(flow.a, 1, 2, 3);
        await().until(() -> lookups.size() == 2);
        lookups.get(1L).complete(10L);
        lookups.get(2L).complete(20L);
        assertThat(lookups).hasSize(2);

        results.request(1);
        await().until(() -> lookups.size() == 3);
        assertThat(results.results).containsExactly(10L);
    }

    @Test
    void shouldCloseAMessageWhenItsStageEnds() throws Exception {
        List<Message> seen = new CopyOnWriteArrayList<>();
        CompletableFuture<Long> lookup = new CompletableFuture<>();
        Collected.all(events.mapAsync("a", 1, Order.ORDERED, message -> {
                    seen.add(message);
                    return lookup;
                })
                .publisher());
        send(flow.a, 1);
        await().until(() -> seen.size() == 1);
        assertThat(number(seen.get(0))).isEqualTo(1);

        lookup.complete(1L);

        assertThatThrownBy(() -> seen.get(0).batch()).hasMessageContaining("given back");
    }

    @Test
    void shouldRefuseMoreThanTheInputMayHoldAndNameTheCure() {
        assertThatThrownBy(() -> lookUp(MAX_HELD, Order.ORDERED))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("input 'a'")
                .hasMessageContaining("max_held: " + (MAX_HELD + 1));
        assertThatThrownBy(() -> lookUp(0, Order.ORDERED)).hasMessageContaining("1 or more");
        assertThatThrownBy(() -> events.mapAsync("c", 1, Order.ORDERED, message -> lookups.get(0L)))
                .hasMessageContaining("no input 'c'");
    }

    @Test
    void shouldFailWithTheInputAndTheSequenceAfterTheResultsBefore() {
        Collected<Long> results = Collected.all(lookUp(3, Order.ORDERED).publisher());
        send(flow.a, 1, 2, 3);
        await().until(() -> lookups.size() == 3);

        lookups.get(2L).completeExceptionally(new IllegalStateException("no such flight"));
        lookups.get(3L).complete(30L);
        lookups.get(1L).complete(10L);

        assertThatThrownBy(() -> get(results.over))
                .cause()
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("node 'sink' failed in mapAsync of input 'a', message 1")
                .hasMessageContaining("no such flight");
        assertThat(results.results).containsExactly(10L);
        assertNothingHeld(flow.a, flow.sink, "a");
    }

    @Test
    void shouldNotBeOverBeforeTheLastResultWasTaken() throws Exception {
        CompletableFuture<Void> taken = new CompletableFuture<>();
        CompletableFuture<Void> over =
                lookUp(1, Order.ORDERED).forEach(result -> taken).toCompletableFuture();
        send(flow.a, 1);
        await().until(() -> lookups.size() == 1);
        flow.endSources();
        lookups.get(1L).complete(10L);
        await().until(() -> others.stream().anyMatch(Stop.class::isInstance));
        await().until(() -> flow.sink.isEmpty());
        assertThat(over).isNotDone();

        taken.complete(null);

        get(over);
    }

    @Test
    void shouldFailWhenTheFunctionOrTheActionReturnsNothing() {
        CompletionStage<Void> over = events.<Long>mapAsync("a", 1, Order.ORDERED, message -> null)
                .forEach(result -> CompletableFuture.completedStage(null));
        send(flow.a, 1);
        assertThatThrownBy(() -> get(over)).hasMessageContaining("the function returned no stage");

        CompletionStage<Void> untaken = events.<Long>mapAsync(
                        "a", 1, Order.ORDERED, message -> CompletableFuture.completedStage(1L))
                .forEach(result -> null);
        send(flow.a, 2);
        assertThatThrownBy(() -> get(untaken)).hasMessageContaining("the action returned no stage");
        assertNothingHeld(flow.a, flow.sink, "a");
    }

    @Test
    void shouldFailWhenTheFunctionThrows() {
        CompletionStage<Void> over = events.<Long>mapAsync("a", 1, Order.UNORDERED, message -> {
                    throw new IllegalStateException("at once");
                })
                .forEach(result -> CompletableFuture.completedStage(null));
        send(flow.a, 1);

        assertThatThrownBy(() -> get(over)).hasMessageContaining("message 0").hasMessageContaining("at once");
        assertNothingHeld(flow.a, flow.sink, "a");
    }

    @Test
    void shouldBringWhatIsInFlightToItsEndWhenTheInputsHaveEnded() throws Exception {
        Collected<Long> results = Collected.all(lookUp(4, Order.ORDERED).publisher());
        send(flow.a, 1, 2);
        flow.endSources();
        await().until(() -> others.stream().anyMatch(Stop.class::isInstance));
        assertThat(results.over).isNotDone();

        lookups.get(2L).complete(20L);
        lookups.get(1L).complete(10L);

        get(results.over);
        assertThat(results.results).containsExactly(10L, 20L);
        assertThat(others).contains(new InputClosed("a"), new InputClosed("b"));
    }

    @Test
    void shouldCompleteWhenTheNodeIsToStop() throws Exception {
        CompletionStage<Void> over = lookUp(4, Order.ORDERED).forEach(result -> CompletableFuture.completedStage(null));
        flow.run.stop("sink", StopReason.REQUESTED);

        get(over);
    }

    @Test
    void shouldRefuseADemandForNothingThoughResultsWait() {
        Collected<Long> results = Collected.of(lookUp(1, Order.ORDERED).publisher());
        send(flow.a, 1);
        await().until(() -> lookups.size() == 1);
        lookups.get(1L).complete(10L);

        results.request(0);

        assertThatThrownBy(() -> get(results.over)).hasMessageContaining("rule 3.9");
        assertThat(results.results).isEmpty();
        assertNothingHeld(flow.a, flow.sink, "a");
    }

    @Test
    void shouldLeaveNothingBehindWhenItIsCancelled() {
        Collected<Long> results = Collected.all(lookUp(3, Order.ORDERED).publisher());
        send(flow.a, 1, 2, 3, 4);
        await().until(() -> lookups.size() == 3);
        results.cancel();

        lookups.values().forEach(lookup -> lookup.complete(0L));

        assertThat(results.results).isEmpty();
        assertThat(number(next(flow.sink))).isEqualTo(4);
        assertNothingHeld(flow.a, flow.sink, "a");
    }

    @Test
    void shouldHandMessagesOfOtherInputsOn() {
        Collected.all(lookUp(3, Order.ORDERED).publisher());
        send(flow.b, 7);

        await().until(() -> others.size() == 1);
        assertThat(number(others.get(0))).isEqualTo(7);
        ((Message) others.get(0)).close();
    }

    @Test
    void shouldRefuseToLoseMessagesOfOtherInputs() {
        Operator<Long> forgetful = NodeFlow.of(flow.sink).mapAsync("a", 1, Order.ORDERED, this::lookUp);

        assertThatThrownBy(forgetful::publisher).hasMessageContaining("[b]").hasMessageContaining("others");
    }

    @Test
    void shouldSendResultsOneByOneAndStopOnAResultThatWasNotSent() throws Exception {
        List<CompletableFuture<SendResult>> sends = new CopyOnWriteArrayList<>();
        CompletionStage<Void> over = events.mapAsync(
                        "a", 3, Order.ORDERED, message -> CompletableFuture.completedStage(number(message)))
                .forEach(result -> {
                    sends.add(new CompletableFuture<>());
                    return sends.get(sends.size() - 1);
                });
        send(flow.a, 1, 2, 3);
        await().until(() -> sends.size() == 1);
        sends.get(0).complete(SendResult.SENT);
        await().until(() -> sends.size() == 2);
        sends.get(1).complete(SendResult.REFUSED);

        assertThatThrownBy(() -> get(over)).hasMessageContaining("a result was not sent: REFUSED");
        assertThat(sends).hasSize(2);
    }

    @Test
    void shouldRunThroughManyMessagesWithoutGrowingTheStack() throws Exception {
        AtomicInteger deepest = new AtomicInteger();
        List<Long> results = new ArrayList<>();
        CompletionStage<Void> over = events.mapAsync(
                        "a", 4, Order.ORDERED, message -> CompletableFuture.completedStage(number(message)))
                .forEach(result -> {
                    deepest.accumulateAndGet(new Throwable().getStackTrace().length, Math::max);
                    results.add(result);
                    return CompletableFuture.completedStage(null);
                });
        for (int i = 0; i < 5_000; i++) {
            send(flow.a, i);
        }
        flow.endSources();
        get(over);

        assertThat(results).hasSize(5_000).isSorted();
        assertThat(deepest).hasValueLessThan(200);
    }

    private Operator<Long> lookUp(int concurrency, Order order) {
        return events.mapAsync("a", concurrency, order, this::lookUp);
    }

    private CompletionStage<Long> lookUp(Message message) {
        return lookups.computeIfAbsent(number(message), number -> new CompletableFuture<>());
    }
}
