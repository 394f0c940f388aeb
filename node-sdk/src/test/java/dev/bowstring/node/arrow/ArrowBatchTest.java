package dev.bowstring.node.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.node.Metadata;
import dev.bowstring.node.NodeException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ArrowBatchTest {
    private static final Field LONGS = Field.nullable("longs", new ArrowType.Int(64, true));

    @TempDir
    Path directory;

    @Test
    void shouldReuseTheMemoryOfMessagesThatWereRead() {
        try (LocalEdge edge = LocalEdge.blocking(directory)) {
            Set<Long> addresses = new HashSet<>();
            for (int round = 0; round < 200; round++) {
                ArrowBatch batch = edge.output.batch(LocalEdge.LONGS, false);
                BigIntVector longs = (BigIntVector) batch.root().getVector(0);
                longs.setSafe(0, round);
                batch.root().setRowCount(1);
                addresses.add(longs.getDataBufferAddress());
                edge.send(batch);
                assertReceived(edge, round);
            }

            assertThat(addresses).hasSizeLessThan(24);
            assertThat(edge.copies + edge.fallbacks).isZero();
        }
    }

    private static void assertReceived(LocalEdge edge, long value) {
        try (Received received = edge.receive()) {
            BigIntVector longs = (BigIntVector) received.root().getVector(0);
            edge.assertInPlace(longs);
            assertThat(received.root().getRowCount()).isEqualTo(1);
            assertThat(longs.get(0)).isEqualTo(value);
        }
    }

    @Test
    void shouldBeginEveryTurnWithoutRowsAndWithoutValues() {
        try (LocalEdge edge = LocalEdge.blocking(directory)) {
            for (int round = 0; round < 40; round++) {
                ArrowBatch batch = edge.output.batch(LocalEdge.LONGS, false);
                BigIntVector longs = (BigIntVector) batch.root().getVector(0);
                assertThat(batch.root().getRowCount()).isZero();
                assertThat(longs.getValueCount()).isZero();
                longs.setSafe(99 - round, round);
                batch.root().setRowCount(100 - round);
                edge.send(batch);
                assertThat(longs.getValueCapacity()).isZero();
                try (Received received = edge.receive()) {
                    BigIntVector read = (BigIntVector) received.root().getVector(0);
                    assertThat(read.getNullCount()).isEqualTo(99 - round);
                    assertThat(read.get(99 - round)).isEqualTo(round);
                }
            }
        }
    }

    @Test
    void shouldCarryTextsListsAndFlagsOfAnyLengthFromTurnToTurn() {
        long seed = 7;
        Random random = new Random(seed);
        try (LocalEdge edge = LocalEdge.blocking(directory)) {
            for (int round = 0; round < 300; round++) {
                int rows = random.nextInt(200);
                long content = random.nextLong();
                ArrowBatch batch = edge.output.batch(MixedBatch.SCHEMA, false);
                MixedBatch.fill(batch.root(), rows, content);
                Metadata metadata =
                        round % 3 == 0 ? Metadata.of("text", "x".repeat(random.nextInt(900))) : Metadata.EMPTY;
                edge.sent(edge.output.prepare(batch, metadata));
                MixedBatch.assertReceived(edge, rows, content, metadata);
            }
            assertThat(edge.copies + edge.fallbacks).isZero();
        }
    }

    @Test
    void shouldGrowAndThenReuseTheLargerMemory() {
        try (LocalEdge edge = LocalEdge.blocking(directory)) {
            int capacity = 0;
            for (int round = 0; round < 30; round++) {
                ArrowBatch batch = edge.output.batch(LocalEdge.LONGS, false);
                BigIntVector longs = (BigIntVector) batch.root().getVector(0);
                if (round == 21) {
                    capacity = longs.getValueCapacity();
                    assertThat(capacity).isGreaterThanOrEqualTo(20_000);
                }
                int rows = round == 20 ? 20_000 : 10;
                longs.setSafe(rows - 1, round);
                batch.root().setRowCount(rows);
                edge.send(batch);
                edge.receive().close();
            }
            assertThat(capacity).isPositive();
            assertThat(edge.copies + edge.fallbacks).isZero();
        }
    }

    @Test
    void shouldStopPoolingForAUserWhoAllocatesForEachTurn() {
        try (LocalEdge edge = LocalEdge.blocking(directory)) {
            for (int round = 0; round < 50; round++) {
                ArrowBatch batch = edge.output.batch(LocalEdge.LONGS, false);
                BigIntVector longs = (BigIntVector) batch.root().getVector(0);
                longs.allocateNew(100);
                longs.set(0, round);
                batch.root().setRowCount(1);
                edge.send(batch);
                assertReceived(edge, round);
            }
            assertThat(edge.copies + edge.fallbacks).isZero();
            assertThat(edge.output.batchBytes()).isLessThanOrEqualTo(64);
        }
    }

    @Test
    void shouldNotGiveMemoryOutAgainThatIsStillRead() {
        try (LocalEdge edge = LocalEdge.blocking(directory)) {
            edge.turn(1);
            edge.receive().close();
            edge.turn(2);
            Received held = edge.receive();
            BigIntVector longs = (BigIntVector) held.root().getVector(0);
            for (int round = 0; round < 100; round++) {
                edge.turn(1000 + round);
                edge.receive().close();
                assertThat(longs.get(0)).isEqualTo(2);
            }
            held.close();
        }
    }

    @Test
    void shouldNotGiveMemoryOutAgainThatTheSenderStillHolds() {
        try (LocalEdge edge = LocalEdge.blocking(directory)) {
            edge.turn(1);
            edge.receive().close();
            ArrowBatch batch = edge.output.batch(LocalEdge.LONGS, false);
            BigIntVector longs = (BigIntVector) batch.root().getVector(0);
            longs.setSafe(0, 2);
            batch.root().setRowCount(1);
            ArrowBuf kept = longs.getDataBuffer();
            kept.getReferenceManager().retain();
            edge.send(batch);
            edge.receive().close();
            for (int round = 0; round < 100; round++) {
                edge.turn(1000 + round);
                edge.receive().close();
                assertThat(kept.getLong(0)).isEqualTo(2);
            }
            kept.getReferenceManager().release();
        }
    }

    @Test
    void shouldOpenOneBatchAtATimeAndGiveItBackWhenDiscarded() {
        try (LocalEdge edge = LocalEdge.blocking(directory)) {
            ArrowBatch batch = edge.output.batch(LocalEdge.LONGS, false);

            assertThatThrownBy(() -> edge.output.batch(LocalEdge.LONGS, false)).isInstanceOf(NodeException.class);
            edge.output.discard(batch);
            assertThatThrownBy(() -> edge.output.prepare(batch, Metadata.EMPTY)).isInstanceOf(NodeException.class);

            edge.turn(5);
            assertReceived(edge, 5);
            ArrowBatch unused = edge.output.batch(LocalEdge.LONGS, false);
            ((BigIntVector) unused.root().getVector(0)).setSafe(0, 6);
            edge.output.discard(unused);
            edge.turn(7);
            assertReceived(edge, 7);
        }
    }

    @Test
    void shouldKeepTheBatchOpenWhenItCouldNotBeSent() {
        try (LocalEdge edge = new LocalEdge(directory, true, 1, 1 << 20, 1 << 20)) {
            edge.turn(1);
            ArrowBatch batch = edge.output.batch(LocalEdge.LONGS, false);
            ((BigIntVector) batch.root().getVector(0)).setSafe(0, 2);
            batch.root().setRowCount(1);
            Outgoing outgoing = edge.output.prepare(batch, Metadata.EMPTY);
            assertThat(outgoing.publish()).isEqualTo(Outgoing.Attempt.QUEUE_FULL);
            outgoing.cancel();

            assertReceived(edge, 1);
            edge.send(batch);
            assertReceived(edge, 2);
        }
    }

    @Test
    void shouldSayHowMuchMemoryABatchLacks() {
        try (LocalEdge edge = new LocalEdge(directory, true, 8, 1 << 20, 1 << 20)) {
            ArrowBatch first = edge.output.batch(LocalEdge.LONGS, false);
            BigIntVector longs = (BigIntVector) first.root().getVector(0);
            longs.allocateNew(75_000);
            first.root().setRowCount(75_000);
            edge.send(first);

            assertThat(edge.output.batch(LocalEdge.LONGS, false)).isNull();
            assertThat(edge.output.batchBytes()).isGreaterThan(600_000);
            edge.receive().close();

            ArrowBatch second = edge.output.batch(LocalEdge.LONGS, false);
            assertThat(((BigIntVector) second.root().getVector(0)).getValueCapacity())
                    .isGreaterThanOrEqualTo(75_000);
            edge.output.discard(second);
        }
    }

    @Test
    void shouldGiveIdleMemoryToWhoeverNeedsIt() {
        try (LocalEdge edge = new LocalEdge(directory, true, 8, 1 << 20, 1 << 20)) {
            ArrowBatch first = edge.output.batch(LocalEdge.LONGS, false);
            ((BigIntVector) first.root().getVector(0)).allocateNew(75_000);
            first.root().setRowCount(75_000);
            edge.send(first);
            edge.receive().close();
            edge.output.discard(edge.output.batch(LocalEdge.LONGS, false));

            BigIntVector other = Examples.longs(edge.arena(), 100_000);

            assertThat(edge.fallbacks).isZero();
            other.close();
        }
    }

    @Test
    void shouldChangeTheSchema() {
        try (LocalEdge edge = LocalEdge.blocking(directory)) {
            for (int round = 0; round < 20; round++) {
                if (round % 4 < 2) {
                    edge.turn(round);
                    assertReceived(edge, round);
                } else {
                    ArrowBatch batch = edge.output.batch(MixedBatch.SCHEMA, false);
                    MixedBatch.fill(batch.root(), 20, round);
                    edge.send(batch);
                    MixedBatch.assertReceived(edge, 20, round, Metadata.EMPTY);
                }
            }
        }
    }

    @Test
    void shouldLetLossyReadersFallBehind() {
        try (LocalEdge edge = new LocalEdge(directory, false, 2, 1 << 20, 1 << 20)) {
            for (int round = 0; round < 10_000; round++) {
                ArrowBatch batch = edge.output.batch(LocalEdge.LONGS, false);
                BigIntVector longs = (BigIntVector) batch.root().getVector(0);
                longs.setSafe(999, round);
                batch.root().setRowCount(1000);
                edge.send(batch);
                if (round % 100 == 99) {
                    try (Received received = edge.receive()) {
                        assertThat(((BigIntVector) received.root().getVector(0)).get(999))
                                .isEqualTo(round - 1);
                    }
                }
            }
            assertThat(edge.copies + edge.fallbacks).isZero();
            edge.output.close();
            edge.closeFiles();
            edge.abandoned = true;
        }
    }

    @Test
    void shouldSendTypesThatCannotBePooled() {
        try (LocalEdge edge = LocalEdge.blocking(directory);
                FieldVector example = Examples.all()
                        .filter(e -> e.name().equals("Utf8View"))
                        .findFirst()
                        .orElseThrow()
                        .build(edge.publisherMemory.root())) {
            Schema schema = new Schema(List.of(example.getField()));
            for (int round = 0; round < 5; round++) {
                ArrowBatch batch = edge.output.batch(schema, false);
                for (int i = 0; i < Examples.ROWS; i++) {
                    batch.root().getVector(0).copyFromSafe(i, i, example);
                }
                batch.root().setRowCount(Examples.ROWS);
                edge.send(batch);
                try (Received received = edge.receive()) {
                    edge.assertInPlace(received.root().getVector(0));
                    assertThat((Object) received.root().getVector(0).getObject(99))
                            .isEqualTo(example.getObject(99));
                }
            }
            assertThat(edge.copies).isZero();
        }
    }

    @Test
    void shouldLeakNothingOverAHundredThousandTurns() {
        try (LocalEdge edge = LocalEdge.blocking(directory)) {
            for (int round = 0; round < 100_000; round++) {
                ArrowBatch batch = edge.output.batch(LocalEdge.LONGS, false);
                BigIntVector longs = (BigIntVector) batch.root().getVector(0);
                longs.setSafe(round % 64, round);
                batch.root().setRowCount(round % 64 + 1);
                edge.send(batch);
                edge.receive().close();
            }
            assertThat(edge.arena().getAllocatedMemory()).isZero();
            assertThat(edge.copies + edge.fallbacks).isZero();
        }
    }
}
