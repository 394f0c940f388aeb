package dev.bowstring.node.flow;

import static dev.bowstring.node.Numbers.assertNothingHeld;
import static dev.bowstring.node.Numbers.number;
import static dev.bowstring.node.Numbers.numbers;
import static dev.bowstring.node.Numbers.send;
import static dev.bowstring.node.Numbers.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bowstring.node.Message;
import dev.bowstring.node.SendResult;
import io.reactivex.rxjava3.core.Flowable;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.FlowAdapters;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

/** Libraries of others on the events of a node, over real files. */
@Timeout(60)
class ReactiveLibrariesTest {
    private FlowFixture flow;

    @BeforeEach
    void start(@TempDir Path directory) {
        flow = new FlowFixture(directory, 16);
    }

    @AfterEach
    void close() {
        flow.close();
    }

    @Test
    void shouldServeReactor() throws Exception {
        CompletableFuture<List<Long>> sums = JdkFlowAdapter.flowPublisherToFlux(flow.sink.publisher())
                .ofType(Message.class)
                .map(ReactiveLibrariesTest::taken)
                .buffer(3)
                .map(numbers -> numbers.stream().mapToLong(Long::longValue).sum())
                .collectList()
                .toFuture();
        send(flow.a, 1, 2, 3, 4, 5, 6, 7);
        flow.endSources();

        assertThat(sums.get(20, TimeUnit.SECONDS)).containsExactly(6L, 15L, 7L);
    }

    @Test
    void shouldServeRxJava() throws Exception {
        CompletableFuture<List<Long>> sums = Flowable.fromPublisher(FlowAdapters.toPublisher(flow.sink.publisher()))
                .ofType(Message.class)
                .map(ReactiveLibrariesTest::taken)
                .scan(Long::sum)
                .filter(sum -> sum % 2 == 0)
                .toList()
                .toCompletionStage()
                .toCompletableFuture();
        send(flow.a, 1, 2, 3, 4);
        flow.endSources();

        assertThat(sums.get(20, TimeUnit.SECONDS)).containsExactly(6L, 10L);
    }

    @Test
    void shouldCarryTheDemandOfReactorToThePublisher() {
        List<Long> received = new CopyOnWriteArrayList<>();
        BaseSubscriber<Message> two = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
                request(2);
            }

            @Override
            protected void hookOnNext(Message message) {
                received.add(taken(message));
            }
        };
        JdkFlowAdapter.flowPublisherToFlux(flow.sink.publisher())
                .cast(Message.class)
                .subscribe(two);
        send(flow.a, 0, 1);
        await().until(() -> received.size() == 2);
        for (int i = 0; i < FlowFixture.QUEUE; i++) {
            send(flow.a, i);
        }

        try (BigIntVector tooMuch = vector(flow.a, 99)) {
            assertThat(flow.a.trySend(tooMuch)).isEqualTo(SendResult.TIMEOUT);
            two.request(1);
            await().until(() -> flow.a.trySend(tooMuch) == SendResult.SENT);
        }
        assertThat(received).hasSize(3);
        two.cancel();
        while (flow.sink.poll().isPresent()) {
            // what is left of the test is not held by anybody
        }
        assertNothingHeld(flow.a, flow.sink, "a");
    }

    @Test
    void shouldComposeOperatorsWithThoseOfReactor() throws Exception {
        Flux<dev.bowstring.node.Event> odd = JdkFlowAdapter.flowPublisherToFlux(flow.sink.publisher())
                .filter(event -> !(event instanceof Message message) || number(message) % 2 == 1)
                .doOnDiscard(Message.class, Message::close);
        CompletableFuture<List<List<Long>>> pairs = JdkFlowAdapter.flowPublisherToFlux(
                        NodeFlow.of(flow.sink).batch("a", 2).from(JdkFlowAdapter.publisherToFlowPublisher(odd)))
                .map(ReactiveLibrariesTest::taken)
                .collectList()
                .toFuture();
        send(flow.a, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        flow.endSources();

        assertThat(pairs.get(20, TimeUnit.SECONDS)).containsExactly(List.of(1L, 3L), List.of(5L, 7L), List.of(9L));
    }

    @Test
    void shouldComposeOperatorsWithThoseOfRxJava() throws Exception {
        CompletableFuture<List<Long>> results = Flowable.fromPublisher(FlowAdapters.toPublisher(NodeFlow.of(flow.sink)
                        .others(other -> {})
                        .mapAsync(
                                "a", 4, Order.ORDERED, message -> CompletableFuture.supplyAsync(() -> number(message)))
                        .publisher()))
                .skip(1)
                .take(3)
                .toList()
                .toCompletionStage()
                .toCompletableFuture();
        send(flow.a, 1, 2, 3, 4);

        assertThat(results.get(20, TimeUnit.SECONDS)).containsExactly(2L, 3L, 4L);
        assertNothingHeld(flow.a, flow.sink, "a");
    }

    private static long taken(Message message) {
        try (message) {
            return number(message);
        }
    }

    private static List<Long> taken(Messages messages) {
        try (messages) {
            return numbers(messages);
        }
    }
}
