package dev.bowstring.node.session.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.node.Batch;
import dev.bowstring.node.Burst;
import dev.bowstring.node.Event;
import dev.bowstring.node.InputClosed;
import dev.bowstring.node.Message;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.Output;
import dev.bowstring.node.SendResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages that are committed together. */
@Timeout(60)
class BurstTest extends OneEdge {
    private static final Schema SCHEMA = new Schema(List.of(Field.nullable("n", new ArrowType.Int(64, true))));
    private static final int MANY = 5_000;

    private void sendAll(long... values) {
        for (long value : values) {
            assertThat(send(value, Metadata.EMPTY)).isEqualTo(SendResult.SENT);
        }
    }

    private void sendBatch(Output rows, long value) {
        Batch batch = rows.batch(SCHEMA);
        batch.vector("n", BigIntVector.class).setSafe(0, value);
        assertThat(rows.send(batch.rows(1))).isEqualTo(SendResult.SENT);
    }

    private List<Long> arrived() {
        List<Long> values = new ArrayList<>();
        for (Event event : run.node("sink").drain()) {
            if (event instanceof Message message) {
                values.add(message.vector(BigIntVector.class).get(0));
            }
        }
        return values;
    }

    @Test
    void shouldHandOverAsManyAsWereAskedFor() {
        oneEdge(100);
        Output rows = run.output("source/rows");
        try (Burst burst = rows.burst(4)) {
            sendAll(1, 2, 3);
            assertThat(arrived()).isEmpty();
            assertThat(rows.lastCommitted()).isEqualTo(-1);

            sendAll(4, 5);
            assertThat(arrived()).containsExactly(1L, 2L, 3L, 4L);
            assertThat(rows.lastCommitted()).isEqualTo(3);

            burst.flush();
            assertThat(arrived()).containsExactly(5L);
            sendAll(6);
        }
        assertThat(arrived()).containsExactly(6L);
        sendAll(7);
        assertThat(arrived()).containsExactly(7L);
    }

    @Test
    void shouldSayForAllOfThemWhenTheyWereHandedOver() {
        oneEdge(100);
        try (Burst burst = run.output("source/rows").burst(3)) {
            sendAll(1, 2, 3);
        }

        List<Event> events = run.node("sink").drain();

        assertThat(events)
                .hasSize(3)
                .extracting(event -> ((Message) event).publishTime())
                .containsOnly(((Message) events.get(0)).publishTime());
    }

    @Test
    void shouldHandOverBeforeItWaitsForAQueue() {
        oneEdge(9);
        throughABurst(1_000, this::sendSmall);
    }

    @Test
    void shouldHandOverBeforeItWaitsForMemory() {
        run.output("source", "rows", 1 << 16, 1 << 16)
                .blocking("sink", "rows", "source/rows", 1_000)
                .start();
        throughABurst(1_000, this::sendSmall);
    }

    /** A vector for one value, so that many fit into a small arena. */
    private void sendSmall(long value) {
        try (BigIntVector vector =
                new BigIntVector("n", run.output("source/rows").allocator())) {
            vector.allocateNew(1);
            vector.set(0, value);
            vector.setValueCount(1);
            assertThat(run.output("source/rows").send(vector)).isEqualTo(SendResult.SENT);
        }
    }

    @Test
    void shouldHandOverWhenATryFindsNoRoom() {
        oneEdge(5);
        Output rows = run.output("source/rows");
        rows.burst(10);
        sendAll(1, 2, 3, 4, 5); // by two, half a queue: one has gathered
        assertThat(rows.lastCommitted()).isEqualTo(3);
        try (BigIntVector vector = vector(6)) {
            assertThat(rows.trySend(vector)).isEqualTo(SendResult.TIMEOUT);
        }
        assertThat(arrived()).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void shouldLoseNothingOfALossyReaderThatKeepsUp() {
        run.output("source", "rows").lossy("sink", "rows", "source/rows", 10).start();
        try (Burst burst = run.output("source/rows").burst(1_000)) {
            for (long value = 0; value < 100; value++) {
                sendAll(value);
                arrived();
            }
            burst.flush();
        }
        arrived();

        assertThat(run.account("source/rows", 0).dropped()).isZero();
    }

    @Test
    void shouldHandOverWhatHasGatheredWhenTheNodeWaitsForAnEvent() {
        run.output("source", "rows")
                .blocking("sink", "rows", "source/rows", 100)
                .output("sink", "answers")
                .blocking("source", "answers", "sink/answers", 100)
                .start();
        run.output("source/rows").burst(10);
        sendAll(1);
        assertThat(arrived()).isEmpty();

        assertThat(run.node("source").poll()).isEmpty();

        assertThat(arrived()).containsExactly(1L);
        sendAll(2);
        assertThat(run.node("source").next(Duration.ofMillis(1))).isEmpty();
        assertThat(arrived()).containsExactly(2L);
    }

    @Test
    void shouldHandOverBatchesBeforeItWaitsForTheMemoryOfTheNext() {
        run.output("source", "rows", 1 << 16, 1 << 16)
                .blocking("sink", "rows", "source/rows", 1_000)
                .start();
        Output rows = run.output("source/rows");
        throughABurst(1_000, value -> sendBatch(rows, value));
    }

    /** Everything arrives in order, although the burst is only closed behind the last message. */
    private void throughABurst(int size, LongConsumer send) {
        Output rows = run.output("source/rows");
        CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> {
            try (Burst burst = rows.burst(size)) {
                for (long i = 0; i < MANY; i++) {
                    send.accept(i);
                }
            }
            rows.close();
        });

        long expected = 0;
        for (Event event : run.node("sink").events()) {
            if (event instanceof Message message) {
                assertThat(message.vector(BigIntVector.class).get(0)).isEqualTo(expected++);
            }
        }

        sender.join();
        assertThat(expected).isEqualTo(MANY);
    }

    @Test
    void shouldGiveALossyReaderRoomByLettingItMissWhatHasGathered() {
        run.output("source", "rows", 1 << 16, 1 << 16)
                .lossy("sink", "rows", "source/rows", 1_000)
                .start();
        Output rows = run.output("source/rows");
        try (Burst burst = rows.burst(1_000)) {
            for (long i = 0; i < MANY; i++) {
                sendBatch(rows, i);
            }
        }

        List<Long> last = arrived();

        assertThat(last.get(last.size() - 1)).isEqualTo(MANY - 1);
        assertThat(run.account("source/rows", 0).dropped()).isEqualTo(MANY - last.size());
    }

    /** The reader takes nothing of b before it has got what has gathered on a. */
    @Test
    void shouldHandOverWhatHasGatheredBeforeItWaitsForRoomOnAnotherOutput() {
        run.output("source", "a")
                .output("source", "b")
                .blocking("sink", "a", "source/a", 100)
                .blocking("sink", "b", "source/b", 2)
                .start();
        CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> {
            try (Burst burst = run.output("source/a").burst(32)) {
                for (long i = 0; i < 100; i++) {
                    sendBatch(run.output("source/a"), i);
                    sendBatch(run.output("source/b"), i);
                }
                burst.flush();
            }
        });

        for (long i = 0; i < 100; i++) {
            for (String input : List.of("a", "b")) {
                try (Message message = run.node("sink")
                        .next(input, any -> true, Output.FOREVER)
                        .orElseThrow()) {
                    assertThat(message.vector(BigIntVector.class).get(0)).isEqualTo(i);
                }
            }
        }
        sender.join();
    }

    @Test
    void shouldHandOverWhatHasGatheredWhenTheOutputIsClosed() {
        oneEdge(100);
        run.output("source/rows").burst(10);
        sendAll(1, 2);

        run.output("source/rows").close();

        List<Event> events = run.node("sink").drain();
        assertThat(events).hasSizeGreaterThanOrEqualTo(3);
        assertThat(events.get(2)).isInstanceOf(InputClosed.class);
    }

    @Test
    void shouldHandOverWhatHasGatheredWhenTheNodeIsClosed() {
        oneEdge(100);
        Burst burst = run.output("source/rows").burst(10);
        sendAll(1, 2);

        run.node("source").close();
        burst.flush();
        burst.close();

        assertThat(arrived()).containsExactly(1L, 2L);
    }

    @Test
    void shouldOpenOneBurstAtATime() {
        oneEdge(100);
        Output rows = run.output("source/rows");
        assertThatThrownBy(() -> rows.burst(0))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("a burst of 0 messages on output 'rows'");
        Burst first = rows.burst(2);
        assertThatThrownBy(() -> rows.burst(2))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("output 'rows' has an open burst");
        first.close();

        try (Burst second = rows.burst(2)) {
            sendAll(1);
            first.flush(); // is over, and has no say
            first.close();
            assertThat(arrived()).isEmpty();
            second.flush();
            assertThat(arrived()).containsExactly(1L);
        }
    }
}
