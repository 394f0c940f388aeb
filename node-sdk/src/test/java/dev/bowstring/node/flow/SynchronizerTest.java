package dev.bowstring.node.flow;

import static dev.bowstring.node.Numbers.assertNothingHeld;
import static dev.bowstring.node.Numbers.get;
import static dev.bowstring.node.Numbers.number;
import static dev.bowstring.node.Numbers.numbers;
import static dev.bowstring.node.Numbers.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bowstring.node.Message;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.Output;
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

/** Messages of two inputs that belong together, over real files. */
@Timeout(60)
class SynchronizerTest {
    private static final int MAX_HELD = 4;

    private FlowFixture flow;
    private NodeFlow events;
    private final List<List<Long>> matches = new CopyOnWriteArrayList<>();

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
    void shouldMatchMessagesOfTheSameTimeAndCountTheOthers() throws Exception {
        Synchronizer exact = events.exact(10, "a", "b").by(SynchronizerTest::taken);
        CompletionStage<Void> over = exact.forEach(this::note);
        stamp(flow.a, 1, 2, 3, 5);
        stamp(flow.b, 2, 4, 5);
        flow.endSources();

        get(over);
        assertThat(matches).containsExactly(List.of(2L, 2L), List.of(5L, 5L));
        assertThat(exact.dropped("a")).isEqualTo(2);
        assertThat(exact.dropped("b")).isEqualTo(1);
    }

    @Test
    void shouldMatchMessagesOfCloseTimes() throws Exception {
        Synchronizer close =
                events.approximate(Duration.ofNanos(10), 10, "a", "b").by(SynchronizerTest::taken);
        CompletionStage<Void> over = close.forEach(this::note);
        stamp(flow.a, 100, 200, 300);
        stamp(flow.b, 104, 150, 309);
        flow.endSources();

        get(over);
        assertThat(matches).containsExactly(List.of(100L, 104L), List.of(300L, 309L));
        assertThat(close.dropped("a")).isEqualTo(1);
        assertThat(close.dropped("b")).isEqualTo(1);
    }

    @Test
    void shouldMatchByTheTimeOfPublishing() throws Exception {
        CompletionStage<Void> over =
                events.approximate(Duration.ofHours(1), 10, "a", "b").forEach(this::note);
        send(flow.a, 1);
        send(flow.b, 2);
        flow.endSources();

        get(over);
        assertThat(matches).containsExactly(List.of(1L, 2L));
    }

    @Test
    void shouldBoundWhatWaitsForAnInputThatIsSilent() {
        Synchronizer close = events.approximate(Duration.ofHours(1), 6, "a", "b");
        Collected<Matched> results = Collected.all(close.publisher());
        for (int i = 0; i < 30; i++) {
            send(flow.a, i);
        }
        await().until(() -> close.dropped("a") == 24);

        assertThat(close.copied("a")).isPositive();
        results.cancel();
        assertThat(close.dropped("a")).isEqualTo(30);
        assertNothingHeld(flow.a, flow.sink, "a");
    }

    @Test
    void shouldNeverStarveItsInputs() {
        Collected<Matched> results = Collected.all(
                events.exact(50, "a", "b").by(SynchronizerTest::taken).publisher());
        long[] times = java.util.stream.LongStream.range(0, 40).toArray();
        stamp(flow.a, times);
        stamp(flow.b, times);
        await().until(() -> results.results.size() == 40);

        assertThat(results.results).allMatch(match -> number(match.of("a")) == number(match.of("b")));
        assertThatThrownBy(() -> results.results.get(0).of("c")).hasMessageContaining("[a, b]");
        results.results.forEach(Matched::close);
        results.cancel();
        assertNothingHeld(flow.a, flow.sink, "a");
        assertNothingHeld(flow.b, flow.sink, "b");
    }

    @Test
    void shouldGiveTheLatestOfAllInputsWithEachMessage() throws Exception {
        CompletionStage<Void> over = events.latestOf("a", "b").forEach(this::note);
        send(flow.a, 1);
        send(flow.a, 2);
        send(flow.b, 3);
        send(flow.b, 4);
        send(flow.a, 5);
        flow.endSources();

        get(over);
        assertThat(matches).containsExactly(List.of(2L, 3L), List.of(2L, 4L), List.of(5L, 4L));
    }

    @Test
    void shouldShareAMessageAmongTheResultsItIsIn() {
        Collected<Matched> results = Collected.all(events.latestOf("a", "b").publisher());
        send(flow.a, 1);
        for (int i = 0; i < 20; i++) {
            send(flow.b, i);
        }
        await().until(() -> results.results.size() == 20);

        results.cancel();
        assertThat(results.results).allMatch(match -> number(match.of("a")) == 1);
        results.results.forEach(Matched::close);
        assertNothingHeld(flow.a, flow.sink, "a");
        assertNothingHeld(flow.b, flow.sink, "b");
    }

    @Test
    void shouldFailWhenAMessageHasNoTime() {
        CompletionStage<Void> over =
                events.exact(10, "a", "b").by(SynchronizerTest::taken).forEach(this::note);
        send(flow.a, 1);

        assertThatThrownBy(() -> get(over)).hasMessageContaining("No value present");
        assertNothingHeld(flow.a, flow.sink, "a");
    }

    @Test
    void shouldRefuseWhatMakesNoSense() {
        assertThatThrownBy(() -> events.exact(0, "a", "b")).hasMessageContaining("buffer of 0");
        assertThatThrownBy(() -> events.latestOf("a", "a")).hasMessageContaining("each once");
        assertThatThrownBy(() -> events.latestOf("a", "c")).hasMessageContaining("no input 'c'");
        assertThatThrownBy(() -> events.exact(1, "a", "b").dropped("c")).hasMessageContaining("[a, b]");
    }

    private CompletionStage<Void> note(Matched match) {
        matches.add(numbers(match.list()));
        return CompletableFuture.completedStage(null);
    }

    private static long taken(Message message) {
        return message.metadata().integer("taken_ns").orElseThrow();
    }

    private static void stamp(Output out, long... times) {
        for (long time : times) {
            send(out, time, Metadata.of("taken_ns", time));
        }
    }
}
