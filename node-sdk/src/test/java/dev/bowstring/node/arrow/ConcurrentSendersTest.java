package dev.bowstring.node.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.node.Metadata;
import dev.bowstring.transport.log.Poll;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several threads send on one output, the pooled way and the plain one; others close what one consumer received. */
@Timeout(120)
class ConcurrentSendersTest {
    private static final int MESSAGES = 20_000;
    private static final int ROWS = 50;
    private static final Schema SCHEMA = new Schema(List.of(Field.nullable("longs", new ArrowType.Int(64, true))));

    @TempDir
    Path directory;

    private final BlockingQueue<Received> toClose = new LinkedBlockingQueue<>();

    @Test
    void shouldDeliverEveryMessageWholeAndOnceWithNothingLeft() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (LocalEdge edge = LocalEdge.blocking(directory)) {
            List<Future<?>> work = new ArrayList<>();
            work.add(threads.submit(() -> pooledSender(edge)));
            work.add(threads.submit(() -> plainSender(edge, 1)));
            work.add(threads.submit(() -> plainSender(edge, 2)));
            work.add(threads.submit(this::closer));
            long[] next = new long[3];
            for (int i = 0; i < 3 * MESSAGES; i++) {
                Received received = receive(edge);
                check(received, next);
                toClose.add(received);
            }
            for (Future<?> each : work) {
                each.get();
            }
            assertThat(next).containsOnly(MESSAGES);
            assertThat(edge.arena().getAllocatedMemory()).isZero();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void shouldLetOthersSendWhileOneWaitsForAFurtherArenaFile() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        ExecutorService threads = Executors.newCachedThreadPool();
        try (LocalEdge edge = new LocalEdge(directory, true, 8, 64 << 10, 4 << 20);
                BigIntVector large = new BigIntVector("longs", edge.publisherMemory.root());
                BigIntVector small = new BigIntVector("longs", edge.arena())) {
            large.allocateNew(100_000);
            large.setValueCount(100_000);
            fill(small, 1, 0);
            small.setValueCount(ROWS);
            edge.beforeGrowth = () -> {
                waiting.countDown();
                await(answer);
            };
            Future<?> sender = threads.submit(() -> edge.send(large));
            await(waiting);

            try {
                threads.submit(() -> edge.send(small)).get();
                edge.receive().close();
            } finally {
                answer.countDown();
            }
            sender.get();
            try (Received received = edge.receive()) {
                assertThat(received.root().getRowCount()).isEqualTo(100_000);
            }
            assertThat(edge.copies).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped); // the test has failed elsewhere and shuts its threads down
        }
    }

    private static Received receive(LocalEdge edge) {
        while (true) {
            Poll poll = edge.inputLog.poll(edge.taken);
            if (poll == Poll.TAKEN) {
                Received received = edge.input.receive(edge.taken);
                edge.inputLog.received();
                return received;
            }
            assertThat(poll).isIn(Poll.NOTHING, Poll.NO_PIN);
            Thread.yield();
        }
    }

    private static void check(Received received, long[] next) {
        BigIntVector longs = (BigIntVector) received.root().getVector(0);
        int sender = (int) longs.get(0);
        long number = next[sender]++;
        assertThat(longs.getValueCount()).isEqualTo(ROWS);
        for (int i = 1; i < ROWS; i++) {
            assertThat(longs.get(i)).isEqualTo(number);
        }
    }

    private static void pooledSender(LocalEdge edge) {
        for (int n = 0; n < MESSAGES; n++) {
            ArrowBatch batch = edge.output.batch(SCHEMA, true);
            fill((BigIntVector) batch.root().getVector(0), 0, n);
            batch.root().setRowCount(ROWS);
            publish(edge.output.prepare(batch, Metadata.EMPTY));
        }
    }

    private static void plainSender(LocalEdge edge, int sender) {
        try (BigIntVector longs = new BigIntVector("longs", edge.arena())) {
            for (int n = 0; n < MESSAGES; n++) {
                longs.allocateNew(ROWS);
                fill(longs, sender, n);
                longs.setValueCount(ROWS);
                publish(edge.output.prepare(longs, Metadata.EMPTY, false));
            }
        }
    }

    private static void fill(BigIntVector longs, int sender, long number) {
        longs.setSafe(0, sender);
        for (int i = 1; i < ROWS; i++) {
            longs.setSafe(i, number);
        }
    }

    private static void publish(Outgoing outgoing) {
        while (outgoing.publish() != Outgoing.Attempt.SENT) {
            Thread.yield();
        }
    }

    private void closer() {
        try {
            for (int i = 0; i < 3 * MESSAGES; i++) {
                toClose.take().close();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt(); // the test has failed elsewhere and shuts its threads down
        }
    }
}
