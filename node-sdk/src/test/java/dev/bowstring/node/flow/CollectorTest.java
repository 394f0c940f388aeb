package dev.bowstring.node.flow;

import static dev.bowstring.node.Numbers.assertNothingHeld;
import static dev.bowstring.node.Numbers.get;
import static dev.bowstring.node.Numbers.numbers;
import static dev.bowstring.node.Numbers.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bowstring.node.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Batches and windows, over real files. */
@Timeout(60)
class CollectorTest {
    private static final int MAX_HELD = 4;
    private static final Duration LONG = Duration.ofDays(1);

    private FlowFixture flow;
    private NodeFlow events;

    @BeforeEach
    void start(@TempDir Path directory) {
        flow = new FlowFixture(directory, MAX_HELD);
        events = NodeFlow.of(flow.sink).others(other -> {});
    }

    @AfterEach
    void close() {
        flow.close();
    }

    @Test
    void shouldGiveBatchesOfSoManyAndTheRestInTheEnd() throws Exception {
        List<List<Long>> batches = new CopyOnWriteArrayList<>();
        CompletionStage<Void> over = events.batch("a", 3).forEach(batch -> note(batches, batch));
        send(flow.a, 1, 2, 3, 4, 5, 6, 7);
        flow.endSources();

        get(over);
        assertThat(batches).containsExactly(List.of(1L, 2L, 3L), List.of(4L, 5L, 6L), List.of(7L));
    }

    @Test
    void shouldGiveABatchWhenItsFirstMessageHasWaitedLongEnough() {
        Collected<Messages> batches =
                Collected.all(events.batch("a", 1_000, Duration.ofMillis(1)).publisher());
        send(flow.a, 1);
        await().until(() -> batches.results.size() == 1);
        send(flow.a, 2);
        await().until(() -> batches.results.size() == 2);

        assertThat(numbers(batches.results.get(1))).containsExactly(2L);
        batches.results.forEach(Messages::close);
        batches.cancel();
        assertNothingHeld(flow.a, flow.sink, "a");
    }

    @Test
    void shouldCopyBeforeItStarvesItsInput() {
        Collector hundred = events.batch("a", 100);
        Collected<Messages> batches = Collected.all(hundred.publisher());
        for (int i = 0; i < 100; i++) {
            send(flow.a, i);
        }
        await().until(() -> batches.results.size() == 1);

        assertThat(numbers(batches.results.get(0))).hasSize(100).isSorted();
        assertThat(hundred.copied()).isEqualTo(100 - MAX_HELD / 2);
        batches.results.get(0).close();
        batches.cancel();
        assertNothingHeld(flow.a, flow.sink, "a");
    }

    @Test
    void shouldCountWhatItsSubscriberKeepsToo() {
        Collector pairs = events.batch("a", 2, LONG);
        Collected<Messages> batches = Collected.all(pairs.publisher());
        for (int i = 0; i < 40; i++) {
            send(flow.a, i);
        }
        await().until(() -> batches.results.size() == 20);

        assertThat(pairs.copied()).isEqualTo(40 - MAX_HELD / 2);
        batches.results.forEach(Messages::close);
        send(flow.a, 40, 41);
        await().until(() -> batches.results.size() == 21);
        assertThat(pairs.copied()).as("there is room again").isEqualTo(40 - MAX_HELD / 2);
        batches.results.get(20).close();
    }

    @Test
    void shouldAskForNoMoreThanItIsAskedFor() {
        Collected<Messages> batches = Collected.of(events.batch("a", 2, LONG).publisher());
        send(flow.a, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        batches.request(1);
        await().until(() -> batches.results.size() == 1);

        batches.cancel();
        batches.results.get(0).close();
        Message next = (Message) dev.bowstring.node.Numbers.next(flow.sink);
        assertThat(next.sequence()).as("at most two batches were taken").isBetween(2L, 4L);
    }

    @Test
    void shouldGiveTheLastMessagesWithEach() throws Exception {
        List<List<Long>> windows = new CopyOnWriteArrayList<>();
        CompletionStage<Void> over = events.window("a", 3).forEach(window -> note(windows, window));
        send(flow.a, 1, 2, 3, 4, 5);
        flow.endSources();

        get(over);
        assertThat(windows)
                .containsExactly(
                        List.of(1L), List.of(1L, 2L), List.of(1L, 2L, 3L), List.of(2L, 3L, 4L), List.of(3L, 4L, 5L));
    }

    @Test
    void shouldGiveTheMessagesOfTheLastWhile() throws Exception {
        List<List<Long>> windows = new CopyOnWriteArrayList<>();
        List<Long> times = new CopyOnWriteArrayList<>();
        Duration narrow = Duration.ofNanos(1);
        CompletionStage<Void> over = events.window("a", narrow, 10).forEach(window -> {
            times.add(window.list().get(window.size() - 1).publishTimeNs());
            return note(windows, window);
        });
        send(flow.a, 1, 2, 3);
        flow.endSources();

        get(over);
        assertThat(times).doesNotHaveDuplicates();
        assertThat(windows).containsExactly(List.of(1L), List.of(2L), List.of(3L));
    }

    @Test
    void shouldKeepAMessageUntilTheLastWindowWithItIsClosed() {
        Collected<Messages> windows = Collected.all(events.window("a", LONG, 2).publisher());
        send(flow.a, 1, 2, 3);
        await().until(() -> windows.results.size() == 3);

        windows.results.get(0).close();
        windows.results.get(0).close();
        assertThat(numbers(windows.results.get(1))).containsExactly(1L, 2L);
        assertThatThrownBy(() -> numbers(windows.results.get(0))).hasMessageContaining("was closed already");
        windows.results.get(1).close();
        assertThat(numbers(windows.results.get(2))).containsExactly(2L, 3L);
        windows.results.get(2).close();
        windows.cancel();
        assertNothingHeld(flow.a, flow.sink, "a");
    }

    @Test
    void shouldRefuseWhatMakesNoSense() {
        assertThatThrownBy(() -> events.batch("a", 0)).hasMessageContaining("input 'a'");
        assertThatThrownBy(() -> events.window("a", Duration.ZERO, 1)).hasMessageContaining("1 ns");
        assertThatThrownBy(() -> events.window("c", 1)).hasMessageContaining("no input 'c'");
    }

    private static CompletionStage<Void> note(List<List<Long>> all, Messages messages) {
        all.add(numbers(messages));
        return CompletableFuture.completedStage(null);
    }
}
