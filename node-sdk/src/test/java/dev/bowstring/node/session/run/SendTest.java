package dev.bowstring.node.session.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bowstring.node.Batch;
import dev.bowstring.node.Event;
import dev.bowstring.node.InputClosed;
import dev.bowstring.node.Message;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.Node;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.Output;
import dev.bowstring.node.RunFixture;
import dev.bowstring.node.SendResult;
import dev.bowstring.transport.control.StopReason;
import dev.bowstring.transport.counters.OutputCounter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of what is sent. */
@Timeout(60)
class SendTest extends OneEdge {
    @Test
    void shouldWaitUntilTheReaderHasRoom() throws Exception {
        oneEdge(2);
        CompletableFuture<Integer> sender = CompletableFuture.supplyAsync(() -> {
            for (int i = 0; i < 1_000; i++) {
                assertThat(send(i, Metadata.EMPTY)).isEqualTo(SendResult.SENT);
            }
            run.output("source/rows").close();
            return 1_000;
        });

        long expected = 0;
        for (Event event : run.node("sink").events()) {
            if (event instanceof Message message) {
                assertThat(message.vector(BigIntVector.class).get(0)).isEqualTo(expected++);
            }
        }

        assertThat(sender.get()).isEqualTo(1_000);
        assertThat(expected).isEqualTo(1_000);
        assertThat(run.counter("source/rows", OutputCounter.BACKPRESSURE_NS)).isPositive();
        assertThat(run.counter("source/rows", OutputCounter.COPIES)).isZero();
        assertThat(run.latency("source/rows", 0).count()).isBetween(985L, 1_000L);
        assertThat(run.latency("source/rows", 0).p50Ns()).isPositive();
        assertThat(run.account("source/rows", 0).dropped()).isZero();
    }

    @Test
    void shouldSendPooledBatchesOverTheSameMemory() {
        oneEdge(2);
        Output rows = run.output("source/rows");
        Node sink = run.node("sink");
        Schema schema = new Schema(List.of(Field.nullable("n", new ArrowType.Int(64, true))));

        for (long i = 0; i < 1_000; i++) {
            Batch batch = rows.batch(schema);
            batch.vector("n", BigIntVector.class).setSafe(0, i);
            assertThat(rows.send(batch.rows(1), Metadata.of("i", i))).isEqualTo(SendResult.SENT);
            Message message = (Message) sink.next().orElseThrow();
            assertThat(message.vector("n", BigIntVector.class).get(0)).isEqualTo(i);
            assertThat(message.batch().getRowCount()).isEqualTo(1);
        }

        assertThat(run.arenas("source/rows")).isEqualTo(1);
        assertThat(rows.allocator().getAllocatedMemory()).isLessThan(RunFixture.ARENA);
    }

    @Test
    void shouldRefuseABatchOfAnotherOutput() {
        run.output("source", "rows").output("source", "other").start();
        Schema schema = new Schema(List.of(Field.nullable("n", new ArrowType.Int(64, true))));
        Batch batch = run.output("source/other").batch(schema);

        assertThatThrownBy(() -> run.output("source/rows").send(batch))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("not one of output 'rows'");
        assertThatThrownBy(() -> run.output("source/rows").batch())
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("no schema yet");
        batch.close();
        assertThat(run.output("source/other").batch().root().getRowCount()).isZero();
    }

    private static final Schema NUMBERS = new Schema(List.of(Field.nullable("n", new ArrowType.Int(64, true))));

    private Batch batch(long value) {
        Batch batch = run.output("source/rows").batch(NUMBERS);
        batch.vector("n", BigIntVector.class).setSafe(0, value);
        return batch.rows(1);
    }

    private long received() {
        return ((Message) run.node("sink").next().orElseThrow())
                .vector("n", BigIntVector.class)
                .get(0);
    }

    @Test
    void shouldShowThatANodeGoesOnWhicheverWayItSendsAndReads() {
        oneEdge(10);
        Output rows = run.output("source/rows");
        Node sink = run.node("sink");
        rows.send(batch(0));
        sink.next();
        List<Runnable> ways = List.of(
                () -> rows.send(batch(1)), // by a path of its own, as from the second batch on
                () -> rows.sendAsync(batch(2)),
                () -> send(3, Metadata.EMPTY));

        for (Runnable way : ways) {
            long sent = run.progress("source");
            way.run();
            assertThat(run.progress("source")).isNotEqualTo(sent);
            long read = run.progress("sink");
            assertThat(sink.next("rows", message -> true, Duration.ofSeconds(10)))
                    .isPresent();
            assertThat(run.progress("sink")).isNotEqualTo(read);
        }
    }

    @Test
    void shouldLeaveABatchAloneThatAnotherThreadHasOpenedMeanwhile() throws Exception {
        oneEdge(10);
        try (Batch own = batch(1)) {
            run.output("source/rows").send(own);
            CompletableFuture<Batch> others = CompletableFuture.supplyAsync(() -> batch(2));
            others.get();

            own.close();
            assertThatThrownBy(() -> run.output("source/rows").send(own))
                    .hasMessageContaining("sent or closed already");
            run.output("source/rows").send(others.get());
        }

        assertThat(received()).isEqualTo(1);
        assertThat(received()).isEqualTo(2);
    }

    @Test
    void shouldSendABatchThatIsClosedWhileItWaitsForRoom() throws Exception {
        oneEdge(1);
        Output rows = run.output("source/rows");
        rows.send(batch(0));
        CompletableFuture<SendResult> waiting;
        try (Batch batch = batch(1)) {
            waiting = rows.sendAsync(batch).toCompletableFuture();
            assertThat(waiting).isNotDone();
            assertThatThrownBy(() -> rows.send(batch)).hasMessageContaining("being sent already");
        }

        assertThat(received()).isZero();
        assertThat(received()).isEqualTo(1);
        assertThat(waiting.get()).isEqualTo(SendResult.SENT);
        rows.send(batch(2));
        assertThat(received()).isEqualTo(2);
    }

    @Test
    void shouldGiveBackABatchThatWasClosedWhileItWaitedForRoomAndIsNotSent() {
        oneEdge(1);
        Output rows = run.output("source/rows");
        rows.send(batch(0));
        CompletableFuture<SendResult> waiting;
        try (Batch batch = batch(1)) {
            waiting = rows.sendAsync(batch).toCompletableFuture();
        }

        assertThat(waiting.cancel(false)).isTrue();

        assertThat(received()).isZero();
        rows.send(batch(2));
        assertThat(received()).isEqualTo(2);
    }

    @Test
    void shouldLetManyThreadsSendOnOneOutput() {
        oneEdge(4);
        List<CompletableFuture<Void>> senders = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            int own = thread;
            senders.add(CompletableFuture.runAsync(() -> {
                for (long i = 0; i < 250; i++) {
                    assertThat(send(own * 1_000L + i, Metadata.EMPTY)).isEqualTo(SendResult.SENT);
                }
            }));
        }
        CompletableFuture.allOf(senders.toArray(CompletableFuture[]::new))
                .thenRun(() -> run.output("source/rows").close());

        long[] next = new long[4];
        for (Event event : run.node("sink").events()) {
            if (event instanceof Message message) {
                long value = message.vector(BigIntVector.class).get(0);
                assertThat(value % 1_000).isEqualTo(next[(int) (value / 1_000)]++);
            }
        }
        assertThat(next).containsOnly(250);
        senders.forEach(CompletableFuture::join);
    }

    @Test
    void shouldSayThatThereIsNoRoom() {
        oneEdge(2);
        send(1, Metadata.EMPTY);
        send(2, Metadata.EMPTY);
        Output rows = run.output("source/rows");
        try (BigIntVector vector = vector(3)) {
            assertThat(rows.trySend(vector)).isEqualTo(SendResult.TIMEOUT);
            assertThat(rows.send(vector, Metadata.EMPTY, Duration.ofMillis(20))).isEqualTo(SendResult.TIMEOUT);
            assertThat(vector.get(0)).isEqualTo(3);

            run.node("sink").poll();
            assertThat(rows.trySend(vector)).isEqualTo(SendResult.SENT);
            assertThat(vector.getValueCount()).isZero();
        }
    }

    @Test
    void shouldTellTheSupervisorWhatASenderWaitsFor() throws Exception {
        oneEdge(1);
        send(1, Metadata.EMPTY);
        CompletableFuture<SendResult> sender = CompletableFuture.supplyAsync(() -> send(2, Metadata.EMPTY));

        await().until(() -> run.waitsFor("source/rows").reader() == 0);
        run.node("sink").poll();

        assertThat(sender.get()).isEqualTo(SendResult.SENT);
        await().until(() -> run.waitsFor("source/rows").reader() != 0);
    }

    @Test
    void shouldNotLetASenderWaitOnceTheNodeIsToStop() throws Exception {
        oneEdge(1);
        send(1, Metadata.EMPTY);
        CompletableFuture<SendResult> sender = CompletableFuture.supplyAsync(() -> {
            try (BigIntVector vector = vector(2)) {
                return run.output("source/rows").send(vector);
            }
        });

        run.stop("source", StopReason.REQUESTED);

        assertThat(sender.get()).isEqualTo(SendResult.STOPPING);
    }

    @Test
    void shouldNeverWaitForALossyReader() {
        run.output("source", "rows").lossy("sink", "rows", "source/rows", 4).start();

        for (long i = 0; i < 100; i++) {
            assertThat(send(i, Metadata.EMPTY)).isEqualTo(SendResult.SENT);
        }

        List<Event> events = run.node("sink").drain();
        assertThat(events).hasSize(4);
        assertThat(((Message) events.get(0)).sequence()).isEqualTo(96);
        assertThat(run.account("source/rows", 0).dropped()).isEqualTo(96);
    }

    @Test
    void shouldGrowTheArenaForALargeMessage() {
        run.output("source", "rows", 1 << 16, 64 << 20)
                .blocking("sink", "rows", "source/rows", 10)
                .start();
        Output rows = run.output("source/rows");
        BigIntVector vector = large(rows);

        assertThat(rows.send(vector)).isEqualTo(SendResult.SENT);

        Message message = (Message) run.node("sink").next().orElseThrow();
        assertThat(message.vector(BigIntVector.class).get((1 << 20) - 1)).isEqualTo(42);
        assertThat(run.arenas("source/rows")).isGreaterThan(1);
        assertThat(run.counter("source/rows", OutputCounter.GROWTHS)).isEqualTo(run.arenas("source/rows") - 1);
        assertThat(run.counter("source/rows", OutputCounter.COPIES)).isZero();
        vector.close();
    }

    @Test
    void shouldReadAFurtherArenaFileOnAThreadThatIsInterrupted() {
        run.output("source", "rows", 1 << 16, 64 << 20)
                .blocking("sink", "rows", "source/rows", 10)
                .start();
        Output rows = run.output("source/rows");
        try (BigIntVector vector = large(rows)) {
            assertThat(rows.send(vector)).isEqualTo(SendResult.SENT);
        }

        Thread.currentThread().interrupt();
        Message message = (Message) run.node("sink").poll().orElseThrow();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(message.vector(BigIntVector.class).get((1 << 20) - 1)).isEqualTo(42);
    }

    @Test
    void shouldCopyAForeignVectorOnceAndCountIt() {
        oneEdge(10);
        try (RootAllocator ordinary = new RootAllocator();
                BigIntVector foreign = new BigIntVector("n", ordinary)) {
            foreign.setSafe(0, 42);
            foreign.setValueCount(1);

            assertThat(run.output("source/rows").send(foreign)).isEqualTo(SendResult.SENT);
        }

        Message message = (Message) run.node("sink").next().orElseThrow();
        assertThat(message.vector(BigIntVector.class).get(0)).isEqualTo(42);
        assertThat(run.counter("source/rows", OutputCounter.COPIES)).isEqualTo(1);
    }

    @Test
    void shouldRefuseWhatCanNeverFit() {
        run.output("source", "rows", 1 << 16, 1 << 16)
                .blocking("sink", "rows", "source/rows", 10)
                .start();
        Output rows = run.output("source/rows");
        try (BigIntVector vector = large(rows)) {
            assertThat(rows.send(vector)).isEqualTo(SendResult.TOO_LARGE);
        }
    }

    @Test
    void shouldRefuseAtOnceWhenNobodyIsWorthWaitingFor() {
        run.output("source", "rows", 1 << 16, 1 << 16)
                .lossy("sink", "rows", "source/rows", 1)
                .start();
        Output rows = run.output("source/rows");
        Node sink = run.node("sink");
        List<Message> held = new ArrayList<>();
        SendResult result = SendResult.SENT;
        for (int i = 0; i < 14 && result.sent(); i++) {
            try (BigIntVector vector = new BigIntVector("n", rows.allocator())) {
                vector.allocateNew(1_000);
                vector.setValueCount(1_000);
                result = rows.send(vector);
            }
            sink.poll().ifPresent(event -> held.add(((Message) event).retain()));
        }

        assertThat(result).isEqualTo(SendResult.REFUSED);
        assertThat(run.counter("source/rows", OutputCounter.REFUSED)).isEqualTo(1);
        assertThat(run.counter("source/rows", OutputCounter.FALLBACKS)).isPositive();
        held.forEach(Message::close);
        assertThat(send(1, Metadata.EMPTY)).isEqualTo(SendResult.SENT);
    }

    @Test
    void shouldRefuseToSendOnAClosedOutput() {
        oneEdge(10);
        run.output("source/rows").close();

        assertThatThrownBy(() -> send(1, Metadata.EMPTY))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("output 'rows' is closed");
        assertThat(run.node("sink").next()).contains(new InputClosed("rows"));
    }

    @Test
    void shouldRefuseToSendOnceTheNodeIsClosed() {
        oneEdge(10);
        Output rows = run.output("source/rows");
        BigIntVector vector = new BigIntVector("n", new RootAllocator());
        run.node("source").close();

        assertThatThrownBy(() -> rows.send(vector))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("the node is closed");
    }

    /** 8 MiB in memory of the output, whose last value is 42. */
    private static BigIntVector large(Output output) {
        BigIntVector vector = new BigIntVector("n", output.allocator());
        vector.allocateNew(1 << 20);
        vector.set((1 << 20) - 1, 42);
        vector.setValueCount(1 << 20);
        return vector;
    }
}
