package dev.bowstring.node.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bowstring.node.Event;
import dev.bowstring.node.External;
import dev.bowstring.node.ExternalSource;
import dev.bowstring.node.InputClosed;
import dev.bowstring.node.Message;
import dev.bowstring.node.Node;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.Output;
import dev.bowstring.node.RunFixture;
import dev.bowstring.node.SendResult;
import dev.bowstring.node.Stop;
import dev.bowstring.node.Tick;
import dev.bowstring.transport.control.StopReason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Events that are asked for without waiting, over real files. */
@Timeout(60)
class AsyncSessionTest {
    private RunFixture run;
    private Node sink;
    private Output out;

    @BeforeEach
    void start(@TempDir Path directory) {
        run = new RunFixture(directory)
                .output("source", "rows")
                .blocking("sink", "rows", "source/rows", 10)
                .start();
        sink = run.node("sink");
        out = run.output("source/rows");
    }

    @AfterEach
    void close() {
        run.close();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("bowstring-")));
    }

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
    void shouldRefuseAnotherConsumerWhileAStageWaits() {
        CompletableFuture<Event> asked = ask(1).get(0);

        assertThatThrownBy(() -> sink.poll())
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("read by nextEvent(), 1 of them waiting, already");
        asked.cancel(false);
        assertThat(sink.poll()).isEmpty();
    }

    @Test
    void shouldRefuseStagesDuringAnIteration() {
        send(1);
        for (Event event : sink.events()) {
            assertThat(event).isInstanceOf(Message.class);
            assertThatThrownBy(() -> sink.nextEvent().toCompletableFuture().join())
                    .hasMessageContaining("are read by thread");
            break;
        }
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
        held.forEach(AsyncSessionTest::close);
    }

    @Test
    void shouldSendWithoutWaitingAndKeepTheOrder() throws Exception {
        List<CompletableFuture<SendResult>> sends = new ArrayList<>();
        List<BigIntVector> vectors = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            BigIntVector vector = vector(i);
            vectors.add(vector);
            sends.add(out.sendAsync(vector).toCompletableFuture());
        }

        assertThat(sends.subList(0, 10)).allMatch(CompletableFuture::isDone);
        assertThat(sends.subList(10, 15)).noneMatch(CompletableFuture::isDone);
        assertThat(out.whenWritable().toCompletableFuture()).isNotDone();
        for (long i = 0; i < 15; i++) {
            assertThat(number(sink.next(Duration.ofSeconds(10)).orElseThrow())).isEqualTo(i);
        }
        for (CompletableFuture<SendResult> send : sends) {
            assertThat(send.get(10, TimeUnit.SECONDS)).isEqualTo(SendResult.SENT);
        }
        assertThat(out.whenWritable().toCompletableFuture().get(10, TimeUnit.SECONDS))
                .isTrue();
        vectors.forEach(BigIntVector::close);
    }

    @Test
    void shouldWithdrawAMessageWhoseStageIsCancelled() throws Exception {
        send(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        try (BigIntVector withdrawn = vector(10);
                BigIntVector later = vector(11)) {
            CompletableFuture<SendResult> first = out.sendAsync(withdrawn).toCompletableFuture();
            CompletableFuture<SendResult> second = out.sendAsync(later).toCompletableFuture();
            assertThat(first.cancel(false)).isTrue();
            assertThat(withdrawn.get(0)).isEqualTo(10);

            for (long i = 0; i < 10; i++) {
                assertThat(number(sink.next(Duration.ofSeconds(10)).orElseThrow()))
                        .isEqualTo(i);
            }
            assertThat(number(sink.next(Duration.ofSeconds(10)).orElseThrow())).isEqualTo(11);
            assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo(SendResult.SENT);
        }
    }

    @Test
    void shouldEndWhatWaitsForRoomWhenTheNodeStops() throws Exception {
        send(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        try (BigIntVector vector = vector(10)) {
            CompletableFuture<SendResult> send = out.sendAsync(vector).toCompletableFuture();
            CompletableFuture<Boolean> writable = out.whenWritable().toCompletableFuture();
            run.stop("source", StopReason.REQUESTED);

            assertThat(send.get(10, TimeUnit.SECONDS)).isEqualTo(SendResult.STOPPING);
            assertThat(writable.get(10, TimeUnit.SECONDS)).isFalse();
            assertThat(vector.get(0)).isEqualTo(10);
        }
    }

    @Test
    void shouldFailWhatWaitsForRoomWhenTheOutputIsClosed() {
        send(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        try (BigIntVector vector = vector(10)) {
            CompletableFuture<SendResult> send = out.sendAsync(vector).toCompletableFuture();
            out.close();

            assertThatThrownBy(send::join).hasMessageContaining("output 'rows' is closed");
        }
    }

    @Test
    void shouldMergeWhatComesFromOutside() {
        ExternalSource<String> words = sink.source("words", 2);
        assertThat(words.offer("one")).isTrue();
        assertThat(words.offer("two")).isTrue();
        assertThat(words.offer("three")).as("it is full").isFalse();
        send(1);
        words.close();

        assertThat(value(sink.next().orElseThrow())).isEqualTo("one");
        assertThat(value(sink.next().orElseThrow())).isEqualTo("two");
        List<Event> last = List.of(sink.next().orElseThrow(), sink.next().orElseThrow());
        assertThat(last).anyMatch(Message.class::isInstance).contains(new InputClosed("words"));
    }

    @Test
    void shouldWakeAConsumerThatSleepsForWhatComesFromOutside() throws Exception {
        BlockingQueue<String> queue = new ArrayBlockingQueue<>(4);
        ExternalSource<String> words = sink.merge("words", queue, 1);
        CompletableFuture<Event> asked = ask(1).get(0);

        queue.put("one");

        assertThat(value(asked.get(10, TimeUnit.SECONDS))).isEqualTo("one");
        words.close();
    }

    @Test
    void shouldTickWhenATimerIsArmedWhileTheConsumerSleeps() throws Exception {
        CompletableFuture<Event> asked = ask(1).get(0);

        sink.timer("retry").after(Duration.ofMillis(1));

        assertThat(asked.get(10, TimeUnit.SECONDS)).isInstanceOf(Tick.class);
    }

    @Test
    void shouldFindAMessageOfOneInputAndKeepTheOthersInOrder() {
        send(1, 2, 3, 4);

        Message three = sink.next("rows", message -> number(message) == 3, Duration.ofSeconds(10))
                .orElseThrow();
        assertThat(number(three)).isEqualTo(3);
        assertThat(sink.next("rows", message -> number(message) == 9, Duration.ZERO))
                .isEmpty();
        List<Long> rest = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            rest.add(number(sink.next().orElseThrow()));
        }
        assertThat(rest).containsExactly(1L, 2L, 4L);
    }

    @Test
    void shouldCopyAMessageThatOutlivesItsPublisher() {
        send(42);
        Message copy = ((Message) sink.next().orElseThrow()).copy();
        assertThat(sink.poll()).isEmpty();
        run.node("source").close();

        assertThat(number(copy)).isEqualTo(42);
        copy.vector(BigIntVector.class).set(0, 43);
        assertThat(number(copy)).isEqualTo(43);
        copy.close();
        assertThatThrownBy(copy::batch).hasMessageContaining("was closed already");
    }

    private List<CompletableFuture<Event>> ask(int count) {
        List<CompletableFuture<Event>> asked = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            asked.add(sink.nextEvent().toCompletableFuture());
        }
        return asked;
    }

    private static List<Long> numbers(List<CompletableFuture<Event>> stages) throws Exception {
        List<Long> numbers = new ArrayList<>();
        for (CompletableFuture<Event> stage : stages) {
            Event event = stage.get(10, TimeUnit.SECONDS);
            numbers.add(number(event));
            close(event);
        }
        return numbers;
    }

    private static long number(Event event) {
        return ((Message) event).vector(BigIntVector.class).get(0);
    }

    private static Object value(Event event) {
        return ((External) event).value();
    }

    private static void close(Event event) {
        if (event instanceof Message message) {
            message.close();
        }
    }

    private BigIntVector vector(long number) {
        BigIntVector vector = new BigIntVector("n", out.allocator());
        vector.setSafe(0, number);
        vector.setValueCount(1);
        return vector;
    }

    private void send(long... numbers) {
        for (long number : numbers) {
            try (BigIntVector vector = vector(number)) {
                assertThat(out.send(vector)).isEqualTo(SendResult.SENT);
            }
        }
    }
}
