package dev.bowstring.node.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.node.Metadata;
import dev.bowstring.node.NodeException;
import dev.bowstring.transport.layout.MessageBlockLayout;
import dev.bowstring.transport.log.Poll;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.impl.UnionListWriter;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ArrowBatchTest {
    private static final Field LONGS = Field.nullable("longs", new ArrowType.Int(64, true));
    private static final Field FLAGS = Field.nullable("flags", ArrowType.Bool.INSTANCE);
    private static final Field TEXTS = Field.nullable("texts", ArrowType.Utf8.INSTANCE);
    private static final Field LISTS = new Field(
            "lists",
            FieldType.nullable(ArrowType.List.INSTANCE),
            List.of(Field.nullable(ListVector.DATA_VECTOR_NAME, new ArrowType.Int(32, true))));
    private static final Schema SIMPLE = new Schema(List.of(LONGS));
    private static final Schema MIXED = new Schema(List.of(LONGS, FLAGS, TEXTS, LISTS));

    @TempDir
    Path directory;

    @Test
    void shouldReuseTheMemoryOfMessagesThatWereRead() {
        try (LocalEdge edge = LocalEdge.blocking(directory)) {
            Set<Long> addresses = new HashSet<>();
            for (int round = 0; round < 200; round++) {
                ArrowBatch batch = edge.output.batch(SIMPLE, false);
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

    /** What was read last is in the cache of whoever has read it: a large set has time to leave it. */
    @Test
    void shouldLetLargeSetsTakeTurnsAndUseASmallOneAgain() {
        assertThat(soonestAgain(16, 32 << 20)).isLessThan(4);
        assertThat(soonestAgain(64 << 10, 32 << 20)).isGreaterThan(8);
        assertThat(soonestAgain(1 << 20, 32 << 20)).as("more than caches hold").isLessThan(5);
    }

    @Test
    void shouldNotGiveSetsUpForMoreOfThemWhereMemoryIsShort() {
        int sets = 0;
        try (LocalEdge edge = new LocalEdge(directory, true, 2, 1 << 20, 1 << 20)) {
            for (int round = 0; round < 200; round++) {
                turn(edge, 64 << 10, round);
                edge.receive().close();
                sets += edge.taken.describedSince() == edge.taken.sequence() ? 1 : 0;
            }
        }
        assertThat(sets).isLessThan(20);
    }

    /** After how many messages memory was used again at the soonest, of messages of so many bytes. */
    private int soonestAgain(int bytes, int arena) {
        Map<Long, Integer> last = new HashMap<>();
        int soonest = Integer.MAX_VALUE;
        try (LocalEdge edge = new LocalEdge(directory.resolve("of-" + bytes), true, 2, arena, arena)) {
            for (int round = 0; round < 100; round++) {
                Integer before = last.put(turn(edge, bytes, round), round);
                soonest = Math.min(soonest, before == null ? soonest : round - before);
                edge.receive().close();
            }
        }
        return soonest;
    }

    /** Sends so many bytes; where they lie. */
    private static long turn(LocalEdge edge, int bytes, long value) {
        ArrowBatch batch = edge.output.batch(SIMPLE, false);
        BigIntVector longs = (BigIntVector) batch.root().getVector(0);
        longs.setSafe(bytes / Long.BYTES - 1, value);
        batch.root().setRowCount(bytes / Long.BYTES);
        long address = longs.getDataBufferAddress();
        edge.send(batch);
        return address;
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
                ArrowBatch batch = edge.output.batch(SIMPLE, false);
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
                ArrowBatch batch = edge.output.batch(MIXED, false);
                fill(batch.root(), rows, content);
                Metadata metadata =
                        round % 3 == 0 ? Metadata.of("text", "x".repeat(random.nextInt(900))) : Metadata.EMPTY;
                edge.sent(edge.output.prepare(batch, metadata));
                assertContent(edge, rows, content, metadata);
            }
            assertThat(edge.copies + edge.fallbacks).isZero();
        }
    }

    private static void assertContent(LocalEdge edge, int rows, long content, Metadata metadata) {
        try (Received received = edge.receive();
                VectorSchemaRoot expected = VectorSchemaRoot.create(MIXED, edge.publisherMemory.root())) {
            fill(expected, rows, content);
            received.root().getFieldVectors().forEach(edge::assertInPlace);
            assertThat(received.root().equals(expected)).as("%d rows", rows).isTrue();
            assertThat(received.metadata()).isEqualTo(metadata.asMap());
        }
    }

    private static void fill(VectorSchemaRoot root, int rows, long content) {
        Random random = new Random(content);
        BigIntVector longs = (BigIntVector) root.getVector(0);
        BitVector flags = (BitVector) root.getVector(1);
        VarCharVector texts = (VarCharVector) root.getVector(2);
        UnionListWriter lists = ((ListVector) root.getVector(3)).getWriter();
        for (int i = 0; i < rows; i++) {
            if (random.nextInt(5) == 0) {
                continue;
            }
            longs.setSafe(i, random.nextLong());
            flags.setSafe(i, random.nextInt(2));
            texts.setSafe(i, Long.toString(random.nextLong()).getBytes(StandardCharsets.UTF_8));
            lists.setPosition(i);
            lists.startList();
            for (int j = random.nextInt(4); j > 0; j--) {
                lists.integer().writeInt(random.nextInt());
            }
            lists.endList();
        }
        root.setRowCount(rows);
    }

    /** Rows, lengths and metadata change, also back to what they were, while the same few sets are used in turn. */
    @Test
    void shouldReadADescriptionAgainWheneverItHasChanged() {
        Random random = new Random(42);
        try (LocalEdge edge = LocalEdge.blocking(directory)) {
            int rows = 1;
            int again = 0;
            for (int round = 0; round < 2000; round++) {
                rows = random.nextInt(40) == 0 ? random.nextInt(30) : rows;
                Metadata metadata = random.nextInt(60) == 0 ? Metadata.of("round", round) : Metadata.EMPTY;
                ArrowBatch batch = edge.output.batch(MIXED, false);
                fill(batch.root(), rows, rows);
                edge.sent(edge.output.prepare(batch, metadata));
                assertContent(edge, rows, rows, metadata);
                again += edge.taken.describedSince() < edge.taken.sequence() ? 1 : 0;
            }
            assertThat(again).as("described like an earlier one").isBetween(200, 1500);
        }
    }

    /** It lies in a line that only the publisher's processor has: to fetch it is half of what a small message costs. */
    @Test
    void shouldNotReadADescriptionThatIsKnown() {
        try (LocalEdge edge = LocalEdge.blocking(directory)) {
            int known = 0;
            for (int round = 0; round < 200; round++) {
                turn(edge, round);
                assertThat(edge.inputLog.poll(edge.taken)).isEqualTo(Poll.TAKEN);
                boolean again = edge.taken.sequence() - edge.taken.describedSince() > 100;
                int block = (int) edge.taken.offset() + MessageBlockLayout.BLOCK_COUNT;
                int count = edge.writableArena().getInt(block);
                if (again) {
                    edge.writableArena().putInt(block, -1);
                    known++;
                }
                try (Received received = edge.input.receive(edge.taken)) {
                    edge.inputLog.received();
                    assertThat(((BigIntVector) received.root().getVector(0)).get(0))
                            .isEqualTo(round);
                }
                edge.writableArena().putInt(block, count);
            }
            assertThat(known).isGreaterThan(20);
        }
    }

    @Test
    void shouldGrowAndThenReuseTheLargerMemory() {
        try (LocalEdge edge = LocalEdge.blocking(directory)) {
            int capacity = 0;
            for (int round = 0; round < 30; round++) {
                ArrowBatch batch = edge.output.batch(SIMPLE, false);
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
                ArrowBatch batch = edge.output.batch(SIMPLE, false);
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
            turn(edge, 1);
            edge.receive().close();
            turn(edge, 2);
            Received held = edge.receive();
            BigIntVector longs = (BigIntVector) held.root().getVector(0);
            for (int round = 0; round < 100; round++) {
                turn(edge, 1000 + round);
                edge.receive().close();
                assertThat(longs.get(0)).isEqualTo(2);
            }
            held.close();
        }
    }

    private static void turn(LocalEdge edge, long value) {
        ArrowBatch batch = edge.output.batch(SIMPLE, false);
        ((BigIntVector) batch.root().getVector(0)).setSafe(0, value);
        batch.root().setRowCount(1);
        edge.send(batch);
    }

    @Test
    void shouldNotGiveMemoryOutAgainThatTheSenderStillHolds() {
        try (LocalEdge edge = LocalEdge.blocking(directory)) {
            turn(edge, 1);
            edge.receive().close();
            ArrowBatch batch = edge.output.batch(SIMPLE, false);
            BigIntVector longs = (BigIntVector) batch.root().getVector(0);
            longs.setSafe(0, 2);
            batch.root().setRowCount(1);
            ArrowBuf kept = longs.getDataBuffer();
            kept.getReferenceManager().retain();
            edge.send(batch);
            edge.receive().close();
            for (int round = 0; round < 100; round++) {
                turn(edge, 1000 + round);
                edge.receive().close();
                assertThat(kept.getLong(0)).isEqualTo(2);
            }
            kept.getReferenceManager().release();
        }
    }

    @Test
    void shouldOpenOneBatchAtATimeAndGiveItBackWhenDiscarded() {
        try (LocalEdge edge = LocalEdge.blocking(directory)) {
            ArrowBatch batch = edge.output.batch(SIMPLE, false);

            assertThatThrownBy(() -> edge.output.batch(SIMPLE, false)).isInstanceOf(NodeException.class);
            edge.output.discard(batch);
            assertThatThrownBy(() -> edge.output.prepare(batch, Metadata.EMPTY)).isInstanceOf(NodeException.class);

            turn(edge, 5);
            assertReceived(edge, 5);
            ArrowBatch unused = edge.output.batch(SIMPLE, false);
            ((BigIntVector) unused.root().getVector(0)).setSafe(0, 6);
            edge.output.discard(unused);
            turn(edge, 7);
            assertReceived(edge, 7);
        }
    }

    @Test
    void shouldKeepTheBatchOpenWhenItCouldNotBeSent() {
        try (LocalEdge edge = new LocalEdge(directory, true, 1, 1 << 20, 1 << 20)) {
            turn(edge, 1);
            ArrowBatch batch = edge.output.batch(SIMPLE, false);
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
            ArrowBatch first = edge.output.batch(SIMPLE, false);
            BigIntVector longs = (BigIntVector) first.root().getVector(0);
            longs.allocateNew(75_000);
            first.root().setRowCount(75_000);
            edge.send(first);

            assertThat(edge.output.batch(SIMPLE, false)).isNull();
            assertThat(edge.output.batchBytes()).isGreaterThan(600_000);
            edge.receive().close();

            ArrowBatch second = edge.output.batch(SIMPLE, false);
            assertThat(((BigIntVector) second.root().getVector(0)).getValueCapacity())
                    .isGreaterThanOrEqualTo(75_000);
            edge.output.discard(second);
        }
    }

    @Test
    void shouldGiveIdleMemoryToWhoeverNeedsIt() {
        try (LocalEdge edge = new LocalEdge(directory, true, 8, 1 << 20, 1 << 20)) {
            ArrowBatch first = edge.output.batch(SIMPLE, false);
            ((BigIntVector) first.root().getVector(0)).allocateNew(75_000);
            first.root().setRowCount(75_000);
            edge.send(first);
            edge.receive().close();
            edge.output.discard(edge.output.batch(SIMPLE, false));

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
                    turn(edge, round);
                    assertReceived(edge, round);
                } else {
                    ArrowBatch batch = edge.output.batch(MIXED, false);
                    fill(batch.root(), 20, round);
                    edge.send(batch);
                    assertContent(edge, 20, round, Metadata.EMPTY);
                }
            }
        }
    }

    @Test
    void shouldLetLossyReadersFallBehind() {
        try (LocalEdge edge = new LocalEdge(directory, false, 2, 1 << 20, 1 << 20)) {
            for (int round = 0; round < 10_000; round++) {
                ArrowBatch batch = edge.output.batch(SIMPLE, false);
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
                ArrowBatch batch = edge.output.batch(SIMPLE, false);
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
