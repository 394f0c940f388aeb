package dev.bowstring.node.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BigIntVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who still uses memory that Arrow does not account for, and who is told when it is free. */
@Timeout(60)
class KeptMemoryTest {
    @TempDir
    Path directory;

    /** The second batch is the first that is made of a set. */
    private static ArrowBatch secondBatch(LocalEdge edge) {
        for (int round = 0; round < 2; round++) {
            ArrowBatch batch = edge.output.batch(LocalEdge.LONGS, false);
            ((BigIntVector) batch.root().getVector(0)).setSafe(0, 42);
            batch.root().setRowCount(1);
            if (round == 1) {
                return batch;
            }
            edge.send(batch);
            edge.receive().close();
        }
        throw new AssertionError("no batch");
    }

    private static ArrowBuf data(ArrowBatch batch) {
        return batch.root().getVector(0).getDataBuffer();
    }

    @Test
    void shouldReportABufferThatWasKeptFromABatch() {
        LocalEdge edge = LocalEdge.blocking(directory);
        ArrowBatch batch = secondBatch(edge);
        ArrowBuf kept = data(batch);
        kept.getReferenceManager().retain();
        edge.send(batch);
        edge.receive().close();

        assertThat(edge.output.close())
                .hasValueSatisfying(why -> assertThat(why).contains("1 batches"));

        assertThat(kept.getLong(0)).isEqualTo(42);
        kept.getReferenceManager().release();
        assertThat(edge.used()).isZero();
        edge.closeFiles();
    }

    @Test
    void shouldLeaveABatchToTheThreadThatFillsIt() throws Exception {
        LocalEdge edge = LocalEdge.blocking(directory);
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            ArrowBatch batch = other.submit(() -> secondBatch(edge)).get();

            assertThat(edge.output.close())
                    .hasValueSatisfying(why -> assertThat(why).contains("a batch is open"));

            assertThat(data(batch).getLong(0)).isEqualTo(42);
        } finally {
            other.shutdownNow();
        }
        edge.closeFiles();
    }

    @Test
    void shouldEndABatchThatItsOwnThreadOrNoneLeftOpen() throws Exception {
        try (LocalEdge edge = LocalEdge.blocking(directory.resolve("own"))) {
            secondBatch(edge);
        }
        try (LocalEdge edge = LocalEdge.blocking(directory.resolve("none"))) {
            Thread thread = new Thread(() -> secondBatch(edge));
            thread.start();
            thread.join();
        }
    }

    @Test
    void shouldNotTakeSetsOfMessagesForKept() {
        try (LocalEdge edge = LocalEdge.blocking(directory)) {
            edge.send(secondBatch(edge));
            assertThat(edge.output.close()).isEqualTo(Optional.empty());
            edge.receive().close();
        }
    }

    @Test
    void shouldTellItsOwnSendersOfABatchThatWasDiscarded() {
        try (LocalEdge edge = LocalEdge.blocking(directory)) {
            ArrowBatch batch = secondBatch(edge);
            int before = edge.rings;

            edge.output.discard(batch);

            assertThat(edge.rings).isEqualTo(before + 1);
        }
    }

    @Test
    void shouldTellTheConsumerWhenTheLastBufferOfAMessageGoes() {
        try (LocalEdge edge = LocalEdge.blocking(directory)) {
            edge.send(secondBatch(edge));
            int before = edge.pinsFreed;
            Received received = edge.receive();
            ArrowBuf kept = received.root().getVector(0).getDataBuffer();
            kept.getReferenceManager().retain();
            received.close();
            assertThat(edge.pinsFreed).isEqualTo(before);

            CompletableFuture.runAsync(() -> kept.getReferenceManager().release())
                    .join();

            assertThat(edge.pinsFreed).isEqualTo(before + 1);
        }
    }

    @Test
    void shouldGiveUpWhatWasPreparedForTheNextTurn() {
        try (LocalEdge edge = new LocalEdge(directory, true, 8, 1 << 20, 1 << 20)) {
            ArrowBatch first = edge.output.batch(LocalEdge.LONGS, false);
            ((BigIntVector) first.root().getVector(0)).allocateNew(30_000);
            first.root().setRowCount(30_000);
            edge.send(first);
            edge.receive().close();
            edge.turn(1); // from one set
            ArrowBatch other = edge.output.batch(LocalEdge.LONGS, false); // over another
            edge.receive().close();
            edge.log.reclaim();
            edge.send(other); // prepares the first one again
            edge.receive().close();

            BigIntVector large = Examples.longs(edge.arena(), 100_000); // takes more than both leave

            assertThat(edge.fallbacks).isZero();
            large.close();
        }
    }

    @Test
    void shouldUseAReceivedMessageAgainUnlessSomebodyKeepsABufferOfIt() {
        try (LocalEdge edge = LocalEdge.blocking(directory)) {
            edge.turn(1);
            Received first = edge.receive();
            first.close();
            edge.turn(2);
            Received second = edge.receive();
            ArrowBuf kept = second.root().getVector(0).getDataBuffer();
            kept.getReferenceManager().retain();
            second.close();
            edge.turn(3);
            Received third = edge.receive();

            assertThat(second).isSameAs(first);
            assertThat(third).isNotSameAs(second);
            assertThat(kept.getLong(0)).isEqualTo(2);
            assertThat(edge.inputLog.held()).isEqualTo(2);
            third.close();
            kept.getReferenceManager().release();
            assertThat(edge.inputLog.held()).isZero();
        }
    }
}
