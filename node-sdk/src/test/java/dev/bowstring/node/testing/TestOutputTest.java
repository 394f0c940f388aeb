package dev.bowstring.node.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.node.Batch;
import dev.bowstring.node.Burst;
import dev.bowstring.node.Metadata;
import dev.bowstring.node.Node;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.Output;
import dev.bowstring.node.SendResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a node under test sends, and how it is made to wait. */
@Timeout(60)
class TestOutputTest {
    private static final Schema SCHEMA = new Schema(List.of(Field.nullable("number", new ArrowType.Int(32, true))));

    private final TestNode test = TestNode.builder()
            .input("in")
            .output("out")
            .patience(Duration.ofSeconds(20))
            .build();

    @AfterEach
    void leaveNothing() {
        test.close();
    }

    @Test
    void shouldShowWhatWasSentInOrder() {
        test.advance(Duration.ofSeconds(2));
        test.run(node -> {
            assertThat(send(node, 1)).isEqualTo(SendResult.SENT);
            node.next(Duration.ofSeconds(2));
            try (IntVector vector = new IntVector("v", node.output("out").allocator())) {
                vector.setSafe(0, 2);
                vector.setValueCount(1);
                node.output("out").share(vector);
                assertThat(vector.getValueCount()).isEqualTo(1);
                node.output("out").send(vector, Metadata.of("last", "yes"));
                assertThat(vector.getValueCount()).isZero();
            }
        });

        List<SentMessage> sent = test.output("out").messages();
        assertThat(sent).extracting(SentMessage::values).containsExactly(List.of(1), List.of(2), List.of(2));
        assertThat(sent).extracting(SentMessage::sequence).containsExactly(0L, 1L, 2L);
        assertThat(sent).extracting(message -> message.sentAt().toSeconds()).containsExactly(0L, 2L, 2L);
        assertThat(sent.get(2)).hasToString("[[2]] {last=yes}");
    }

    @Test
    void shouldShowWhatABurstHasHandedOver() {
        test.run(node -> {
            Output out = node.output("out");
            try (Burst burst = out.burst(3)) {
                send(node, 1);
                send(node, 2);
                assertThat(out.lastCommitted()).isEqualTo(-1);
                send(node, 3);
                assertThat(out.lastCommitted()).isEqualTo(2);
                send(node, 4);
                burst.flush();
                assertThat(out.lastCommitted()).isEqualTo(3);
                send(node, 5);
            }
        });

        assertThat(test.output("out").messages())
                .extracting(SentMessage::sequence)
                .containsExactly(0L, 1L, 2L, 3L, 4L);
    }

    @Test
    void shouldHandOverABurstThatTheNodeForgets() {
        test.run(node -> {
            Burst burst = node.output("out").burst(10);
            assertThat(send(node, 1)).isEqualTo(SendResult.SENT);
            assertThat(send(node, 2)).isEqualTo(SendResult.SENT);
            assertThat(node.output("out").lastCommitted()).isEqualTo(-1);
            node.close(); // and forgets the burst
            burst.close();
        });

        assertThat(test.output("out").messages()).hasSize(2);
    }

    @Test
    void shouldSendABatchThatIsClosedWhileItWaitsForRoom() {
        test.output("out").full();
        test.advance(Duration.ofSeconds(1));
        test.output("out").writable();

        test.run(node -> {
            Output out = node.output("out");
            CompletableFuture<SendResult> sending;
            try (Batch batch = batch(node, 1)) {
                sending = out.sendAsync(batch).toCompletableFuture();
                assertThatThrownBy(() -> out.send(batch)).hasMessageContaining("being sent already");
            }
            assertThat(sending.join()).isEqualTo(SendResult.SENT);
            out.send(batch(node, 2));
        });

        assertThat(test.output("out").messages())
                .extracting(SentMessage::values)
                .containsExactly(List.of(1), List.of(2));
    }

    @Test
    void shouldGiveBackABatchThatWasClosedWhileItWaitedForRoomAndIsNotSent() {
        test.output("out").full();

        test.run(node -> {
            CompletableFuture<SendResult> sending;
            try (Batch batch = batch(node, 1)) {
                sending = node.output("out").sendAsync(batch).toCompletableFuture();
            }
            assertThat(sending.cancel(false)).isTrue();
            batch(node, 2).close();
        });

        assertThat(test.output("out").messages()).isEmpty();
    }

    @Test
    void shouldMakeTheNodeWaitUntilThereIsRoom() {
        test.output("out").full();
        test.advance(Duration.ofSeconds(3));
        test.output("out").writable();

        test.run(node -> assertThat(send(node, 1)).isEqualTo(SendResult.SENT));

        assertThat(test.output("out").message().sentAt()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void shouldLetTheTimeOfASenderPass() {
        test.output("out").full();
        test.advance(Duration.ofSeconds(3));

        test.run(node -> {
            Batch batch = batch(node, 1);
            assertThat(node.output("out").trySend(batch)).isEqualTo(SendResult.TIMEOUT);
            assertThat(node.output("out").send(batch, Metadata.EMPTY, Duration.ofSeconds(3)))
                    .isEqualTo(SendResult.TIMEOUT);
            assertThat(batch.vector("number", IntVector.class).get(0)).isEqualTo(1);
            batch.close();
        });

        assertThat(test.output("out").messages()).isEmpty();
    }

    @Test
    void shouldStopASenderThatWaits() {
        test.output("out").full();
        test.stop();

        test.run(node -> assertThat(send(node, 1)).isEqualTo(SendResult.STOPPING));
    }

    @Test
    void shouldAnswerAsTheTestSays() {
        test.output("out").answer(SendResult.REFUSED).answer(SendResult.TOO_LARGE);

        test.run(node -> {
            try (Batch batch = batch(node, 1)) {
                assertThat(node.output("out").send(batch)).isEqualTo(SendResult.REFUSED);
                assertThat(node.output("out").send(batch)).isEqualTo(SendResult.TOO_LARGE);
                assertThat(node.output("out").send(batch)).isEqualTo(SendResult.SENT);
            }
        });

        assertThat(test.output("out").messages()).hasSize(1);
    }

    @Test
    void shouldSendLaterWithoutAThreadOfTheNode() {
        test.output("out").full();
        test.advance(Duration.ofSeconds(1));
        test.output("out").writable();

        test.run(node -> {
            Output out = node.output("out");
            CompletableFuture<SendResult> sending =
                    out.sendAsync(batch(node, 1)).toCompletableFuture();
            CompletableFuture<Boolean> writable = out.whenWritable().toCompletableFuture();
            assertThat(sending).isNotDone();
            assertThat(sending.join()).isEqualTo(SendResult.SENT);
            assertThat(writable.join()).isTrue();
        });

        assertThat(test.output("out").message().sentAt()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void shouldWithdrawWhatWasNotSent() {
        test.output("out").full();

        test.run(node -> {
            Batch batch = batch(node, 7);
            assertThat(node.output("out").sendAsync(batch).toCompletableFuture().cancel(false))
                    .isTrue();
            assertThat(batch.vector("number", IntVector.class).get(0)).isEqualTo(7);
            batch.close();
        });

        assertThat(test.output("out").messages()).isEmpty();
    }

    @Test
    void shouldFailASenderThatNothingWillHelp() {
        test.output("out").full();

        assertThatThrownBy(() -> test.run(node -> {
                    try (Batch batch = batch(node, 1)) {
                        node.output("out").send(batch);
                    }
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("waits for room on output 'out', and nothing will happen any more");
    }

    @Test
    void shouldRefuseWhatARunRefuses() {
        test.run(node -> {
            Output out = node.output("out");
            assertThatThrownBy(out::batch).hasMessageContaining("call batch(schema) first");
            Batch batch = out.batch(SCHEMA);
            assertThatThrownBy(out::batch).hasMessageContaining("neither sent nor closed");
            batch.close();
            assertThatThrownBy(() -> out.send(batch)).hasMessageContaining("sent or closed already");
            out.close();
            assertThatThrownBy(() -> send(node, 1))
                    .isInstanceOf(NodeException.class)
                    .hasMessageContaining("output 'out' is closed");
        });
    }

    @Test
    void shouldAwaitWhatAThreadOfTheNodeSends() {
        test.start(node -> {
            node.next();
            Thread worker = new Thread(() -> send(node, 1));
            worker.start();
        });
        test.input("in").close();

        assertThat(test.output("out").awaitMessages(1)).hasSize(1);
    }

    private static SendResult send(Node node, int number) {
        Batch batch = batch(node, number);
        SendResult result = node.output("out").send(batch);
        batch.close();
        return result;
    }

    private static Batch batch(Node node, int number) {
        Batch batch = node.output("out").batch(SCHEMA);
        batch.vector("number", IntVector.class).setSafe(0, number);
        return batch.rows(1);
    }
}
