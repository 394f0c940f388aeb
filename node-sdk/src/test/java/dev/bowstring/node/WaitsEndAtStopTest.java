package dev.bowstring.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bowstring.transport.control.StopReason;
import dev.bowstring.transport.layout.DoorbellLayout;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.stream.Stream;
import org.agrona.concurrent.AtomicBuffer;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a node waits for, and however long it would: it waits no longer once it is to stop, and learns of it. */
@Timeout(60)
class WaitsEndAtStopTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Schema NUMBERS = new Schema(List.of(Field.notNullable("n", new ArrowType.Int(64, true))));
    private static final int ROWS_OF_A_THIRD = 2_000;
    private static final Stop STOP = new Stop(Stop.Reason.REQUESTED);

    private RunFixture run;

    /** What a node of the user does that waits, and what that has given in the end. */
    private record Waiting(String name, Act act) {
        interface Act {
            Object of(WaitsEndAtStopTest test) throws Exception;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeEach
    void declare(@TempDir Path directory) {
        run = new RunFixture(directory)
                .output("source", "rows")
                .blocking("sink", "rows", "source/rows", 10)
                .output("source", "large", 64 << 10, 64 << 10)
                .blocking("sink", "large", "source/large", 10)
                .timer("sink", "seldom", HOUR);
    }

    @AfterEach
    void close() {
        run.close();
    }

    static Stream<Waiting> waitsForRoom() {
        return Stream.of(
                new Waiting("send", test -> test.filled(test.out()::send)),
                new Waiting(
                        "send, an hour",
                        test -> test.filled(vector -> test.out().send(vector, Metadata.EMPTY, HOUR))),
                new Waiting("share", test -> test.filled(test.out()::share)),
                new Waiting(
                        "sendAsync",
                        test -> test.filled(vector -> test.out()
                                .sendAsync(vector)
                                .toCompletableFuture()
                                .join())));
    }

    @ParameterizedTest
    @MethodSource("waitsForRoom")
    void shouldWaitForRoomNoLonger(Waiting waiting) {
        run.start();
        fillTheQueue();

        CompletableFuture<Object> result = begin(waiting);
        awaitAsleep("source", DoorbellLayout.WAITING_ROOM);
        run.stop("source", StopReason.REQUESTED);

        assertThat(result.join()).isEqualTo(SendResult.STOPPING);
    }

    @ParameterizedTest
    @MethodSource("waitsForRoom")
    void shouldTellWhoOnlySendsAndTakeLastWords(Waiting waiting) throws Exception {
        run.start();
        run.stop("source", StopReason.REQUESTED);

        assertThat(waiting.act().of(this)).as("for which there is room").isEqualTo(SendResult.STOPPING);
        assertThat(filled(out()::trySend)).isEqualTo(SendResult.SENT);
        assertThat(run.node("source").next()).contains(STOP);
        assertThat(waiting.act().of(this)).as("last words").isEqualTo(SendResult.SENT);
        assertThat(run.account("source/rows", 0).published()).isEqualTo(2);
    }

    @Test
    void shouldTellWhoOnlySendsBatches() {
        run.start();
        run.stop("source", StopReason.REQUESTED);

        Batch batch = out().batch(NUMBERS);
        batch.vector("n", BigIntVector.class).setSafe(0, 1);

        assertThat(out().send(batch.rows(1))).isEqualTo(SendResult.STOPPING);
        assertThat(run.node("source").next()).contains(STOP);
        assertThat(out().send(batch)).as("last words").isEqualTo(SendResult.SENT);
    }

    @Test
    void shouldNotWaitUntilItIsWritable() {
        run.start();
        fillTheQueue();

        CompletableFuture<Boolean> writable = out().whenWritable().toCompletableFuture();
        awaitAsleep("source", DoorbellLayout.WAITING_ROOM);
        run.stop("source", StopReason.REQUESTED);

        assertThat(writable.join()).isFalse();
    }

    @Test
    void shouldWaitForTheMemoryOfABatchNoLonger() {
        run.start();

        CompletableFuture<Object> result = begin(new Waiting("batch", test -> test.sendBatches()));
        awaitAsleep("source", DoorbellLayout.WAITING_ROOM);
        run.stop("source", StopReason.REQUESTED);

        assertThat(result.join()).isIn(SendResult.STOPPING, SendResult.TIMEOUT);
    }

    /** Waits for the memory of batches, never for room to send them. */
    private SendResult sendBatches() {
        Output large = run.output("source/large");
        SendResult result = SendResult.SENT;
        while (result.sent()) {
            Batch batch = large.batch(NUMBERS);
            batch.vector("n", BigIntVector.class).setSafe(ROWS_OF_A_THIRD - 1, 1);
            result = large.trySend(batch.rows(ROWS_OF_A_THIRD));
        }
        return result;
    }

    @Test
    void shouldWaitForAFurtherArenaFileNoLonger(@TempDir Path directory) {
        try (RunFixture growing = new RunFixture(directory)
                .output("source", "rows", 64 << 10, 1 << 20)
                .blocking("sink", "rows", "source/rows", 10)
                .start()) {
            growing.supervisorIsBusy(true);
            CompletableFuture<Long> bytes = CompletableFuture.supplyAsync(() -> {
                try (BigIntVector large =
                        new BigIntVector("n", growing.output("source/rows").allocator())) {
                    large.allocateNew(20_000);
                    return large.getDataBuffer().capacity();
                }
            });
            await().until(() -> growing.heard().contains("grow source/rows"));
            growing.stop("source", StopReason.REQUESTED);

            assertThat(bytes.join()).as("of ordinary memory").isGreaterThanOrEqualTo(160_000);
        }
    }

    static Stream<Waiting> waitsForInput() {
        return Stream.of(
                new Waiting("next", test -> test.sink().next().orElseThrow()),
                new Waiting("next, an hour", test -> test.sink().next(HOUR).orElseThrow()),
                new Waiting("next of an input", test -> {
                    assertThat(test.sink().next("rows", message -> true, HOUR)).isEmpty();
                    return test.sink().next().orElseThrow();
                }),
                new Waiting("events", test -> test.sink().events().iterator().next()),
                new Waiting("run", test -> {
                    List<Event> seen = new ArrayList<>();
                    test.sink().onStop(seen::add).onOther(event -> {}).run();
                    return seen.get(0);
                }),
                new Waiting(
                        "nextEvent",
                        test -> test.sink().nextEvent().toCompletableFuture().join()),
                new Waiting(
                        "nextEvent, an hour",
                        test -> test.sink()
                                .nextEvent(HOUR)
                                .toCompletableFuture()
                                .join()
                                .orElseThrow()),
                new Waiting("publisher", test -> {
                    FirstEvent first = new FirstEvent();
                    test.sink().publisher().subscribe(first);
                    return first.event.join();
                }));
    }

    @ParameterizedTest
    @MethodSource("waitsForInput")
    void shouldWaitForEventsNoLonger(Waiting waiting) {
        run.start();

        CompletableFuture<Object> result = begin(waiting);
        awaitAsleep("sink", DoorbellLayout.WAITING_INPUT);
        run.stop("sink", StopReason.REQUESTED);

        assertThat(result.join()).isEqualTo(STOP);
    }

    @Test
    void shouldWaitForTheOtherNodesNoLonger() {
        run.startSupervisor();

        CompletableFuture<Node> connecting = CompletableFuture.supplyAsync(() -> run.connect("sink"));
        awaitAsleep("sink", DoorbellLayout.WAITING_INPUT);
        run.stop("sink", StopReason.REQUESTED);

        try (Node node = connecting.join()) {
            assertThat(node.next()).contains(STOP);
        }
    }

    private Node sink() {
        return run.node("sink");
    }

    private Output out() {
        return run.output("source/rows");
    }

    private void fillTheQueue() {
        while (filled(out()::trySend).sent()) {
            assertThat(run.account("source/rows", 0).published()).isLessThanOrEqualTo(10);
        }
    }

    private SendResult filled(Function<FieldVector, SendResult> send) {
        try (BigIntVector vector = Numbers.vector(out(), 1)) {
            return send.apply(vector);
        }
    }

    private CompletableFuture<Object> begin(Waiting waiting) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return waiting.act().of(this);
            } catch (Exception failure) {
                throw new AssertionError(failure);
            }
        });
    }

    private void awaitAsleep(String node, int flag) {
        AtomicBuffer page = Segment.map(
                        run.directory().doorbell(node),
                        SegmentKind.DOORBELL,
                        run.directory().runId(),
                        false)
                .buffer();
        await().until(() -> page.getLongVolatile(flag) != 0);
    }

    private static final class FirstEvent implements Flow.Subscriber<Event> {
        final CompletableFuture<Event> event = new CompletableFuture<>();

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(1);
        }

        @Override
        public void onNext(Event first) {
            event.complete(first);
        }

        @Override
        public void onError(Throwable failure) {
            event.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            event.completeExceptionally(new AssertionError("no event"));
        }
    }
}
