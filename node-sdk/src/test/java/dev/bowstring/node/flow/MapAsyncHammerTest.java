package dev.bowstring.node.flow;

import static dev.bowstring.node.Numbers.assertNothingHeld;
import static dev.bowstring.node.Numbers.number;
import static dev.bowstring.node.Numbers.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bowstring.node.Message;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Stages end on many threads at once, and the subscriber leaves in the middle. */
@Timeout(120)
class MapAsyncHammerTest {
    private static final int MAX_HELD = 9;
    private static final int ROUNDS = 200;

    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger mostInFlight = new AtomicInteger();

    @Test
    void shouldKeepTheOrderAndTheLimit(@TempDir Path directory) {
        int messages = 10_000;
        try (FlowFixture flow = new FlowFixture(directory, MAX_HELD)) {
            Collected<Long> results =
                    Collected.all(operator(flow, Order.ORDERED).publisher());
            send(flow.a, LongStream.range(0, messages).toArray());
            flow.endSources();
            results.over.join();

            assertThat(results.results).hasSize(messages).isSorted().doesNotHaveDuplicates();
            assertThat(mostInFlight).hasValueLessThanOrEqualTo(MAX_HELD - 1);
        }
    }

    @Test
    void shouldLeaveNothingBehindWheneverItIsCancelled(@TempDir Path directory) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (FlowFixture flow = new FlowFixture(directory, MAX_HELD)) {
            AtomicBoolean over = new AtomicBoolean();
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                for (int i = 0; !over.get(); i++) {
                    send(flow.a, i);
                }
            });
            for (int round = 0; round < ROUNDS; round++) {
                Order order = random.nextBoolean() ? Order.ORDERED : Order.UNORDERED;
                Collected<Long> results = Collected.all(operator(flow, order).publisher());
                int enough = random.nextInt(30);
                while (results.results.size() < enough) {
                    Thread.onSpinWait();
                }
                results.cancel();
                assertThat(results.over.isCompletedExceptionally())
                        .as("seed %s", seed)
                        .isFalse();
            }
            over.set(true);
            while (!sending.isDone() || !flow.sink.isEmpty()) {
                flow.sink.poll();
            }
            await().until(() -> inFlight.get() == 0);
            assertNothingHeld(flow.a, flow.sink, "a");
        }
    }

    private Operator<Long> operator(FlowFixture flow, Order order) {
        return NodeFlow.of(flow.sink).others(other -> {}).mapAsync("a", MAX_HELD - 1, order, this::lookUp);
    }

    private CompletionStage<Long> lookUp(Message message) {
        mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
        long sequence = message.sequence();
        return CompletableFuture.supplyAsync(
                () -> {
                    number(message); // it is valid until this stage ends
                    inFlight.decrementAndGet();
                    return sequence;
                },
                ForkJoinPool.commonPool());
    }
}
