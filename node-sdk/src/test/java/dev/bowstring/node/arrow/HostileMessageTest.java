package dev.bowstring.node.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.node.Metadata;
import dev.bowstring.transport.layout.MessageBlockLayout;
import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.log.CorruptLogException;
import dev.bowstring.transport.log.Poll;
import dev.bowstring.transport.message.CorruptMessageException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class HostileMessageTest {
    private static final DictionaryEncoding CITY = new DictionaryEncoding(7, false, new ArrowType.Int(8, true));
    private static final Field LONGS = Field.nullable("longs", new ArrowType.Int(64, true));
    private static final int ROUNDS = 100_000;

    @TempDir
    Path directory;

    @Test
    void shouldLoadADamagedMessageWithinTheArenaOrRefuseIt() {
        long seed = 20_260_101;
        Random random = new Random(seed);
        int refused = 0;
        try (LocalEdge edge = LocalEdge.blocking(directory);
                VarCharVector names = names(edge.arena());
                VectorSchemaRoot root = everyKind(edge.arena())) {
            edge.output.dictionaries(new MapDictionaryProvider(new Dictionary(names, CITY)));
            for (int round = 0; round < ROUNDS; round++) {
                edge.sent(edge.output.prepare(root, Metadata.of("a", "b"), true));
                assertThat(edge.inputLog.poll(edge.taken)).isEqualTo(Poll.TAKEN);
                damage(edge, random);
                try (Received received = edge.input.receive(edge.taken)) {
                    assertWithinArena(edge, received);
                } catch (CorruptMessageException expected) {
                    refused++;
                } catch (RuntimeException other) {
                    throw new AssertionError("seed=" + seed + " round=" + round, other);
                }
                edge.inputLog.received();
            }
            assertThat(edge.inputLog.held()).isZero();
        }
        assertThat(refused).isBetween(ROUNDS / 2, ROUNDS - 1);
    }

    private static void damage(LocalEdge edge, Random random) {
        UnsafeBuffer arena = edge.writableArena();
        int start = (int) edge.taken.offset();
        if (random.nextInt(4) == 0) {
            int field = random.nextInt(edge.taken.length() - MessageBlockLayout.HEADER_LENGTH) & ~7;
            arena.putLong(start + MessageBlockLayout.HEADER_LENGTH + field, random.nextInt(512));
        } else {
            int at = start + random.nextInt(edge.taken.length());
            arena.putByte(at, (byte) (arena.getByte(at) ^ 1 << random.nextInt(8)));
        }
    }

    private static void assertWithinArena(LocalEdge edge, Received received) {
        List<FieldVector> vectors = new ArrayList<>(received.root().getFieldVectors());
        vectors.add(received.dictionaries().lookup(7).getVector());
        for (FieldVector vector : FieldPlan.flatten(vectors)) {
            for (ArrowBuf buffer : vector.getFieldBuffers()) {
                boolean ofMessage = buffer.getReferenceManager() == received;
                assertThat(!ofMessage || edge.isMapped(buffer)).isTrue();
            }
        }
    }

    /** A slot is trusted to name a message that is known by now, and not to lead out of the arena or past the errors. */
    @Test
    void shouldLoadFromADamagedSlotWithinTheArenaOrRefuseIt() {
        long seed = 20_261_201;
        Random random = new Random(seed);
        int refused = 0;
        int loaded = 0;
        try (LocalEdge edge = LocalEdge.blocking(directory)) {
            UnsafeBuffer ring = edge.writableRing();
            for (int round = 0; round < 20_000; round++) {
                send(edge, 1 + random.nextInt(2));
                int slot = RingLayout.slot(round, edge.slots());
                byte[] whole = new byte[RingLayout.SLOT_LENGTH];
                ring.getBytes(slot, whole);
                damageSlot(ring, slot, random);
                if (edge.inputLog.poll(edge.taken) == Poll.CORRUPT) {
                    ring.putBytes(slot, whole);
                    assertThat(edge.inputLog.poll(edge.taken)).isEqualTo(Poll.TAKEN);
                }
                try (Received received = edge.input.receive(edge.taken)) {
                    loaded++;
                    assertThat(edge.isMapped(received.root().getVector(0).getDataBuffer()))
                            .isTrue();
                } catch (CorruptMessageException | CorruptLogException expected) {
                    refused++;
                } catch (RuntimeException other) {
                    throw new AssertionError("seed=" + seed + " round=" + round, other);
                }
                edge.inputLog.received();
            }
            assertThat(edge.inputLog.held()).isZero();
        }
        assertThat(refused).isPositive();
        assertThat(loaded).isPositive();
    }

    private static void send(LocalEdge edge, int rows) {
        ArrowBatch batch = edge.output.batch(new Schema(List.of(LONGS)), false);
        ((BigIntVector) batch.root().getVector(0)).setSafe(rows - 1, rows);
        batch.root().setRowCount(rows);
        edge.send(batch);
    }

    private static void damageSlot(UnsafeBuffer ring, int slot, Random random) {
        int value = random.nextBoolean() ? random.nextInt(200) - 10 : random.nextInt();
        switch (random.nextInt(6)) {
            case 0 -> ring.putInt(slot + RingLayout.SLOT_SCHEMA, value);
            case 1 -> ring.putInt(slot + RingLayout.SLOT_MESSAGE_LENGTH, value);
            case 2 -> ring.putLong(slot + RingLayout.SLOT_DESCRIBED_SINCE, value);
            case 3 -> ring.putLong(slot + RingLayout.SLOT_OFFSET, value * 64L);
            default -> ring.putLong(slot + RingLayout.SLOT_ROWS, value);
        }
    }

    @Test
    void shouldRefuseAMessageThatDoesNotFitItsSchema() {
        try (LocalEdge edge = LocalEdge.blocking(directory);
                BigIntVector longs = Examples.longs(edge.arena(), 1000)) {
            edge.sent(edge.output.prepare(longs, Metadata.EMPTY, true));
            assertThat(edge.inputLog.poll(edge.taken)).isEqualTo(Poll.TAKEN);
            int node = (int) edge.taken.offset() + MessageBlockLayout.HEADER_LENGTH + MessageBlockLayout.BLOCK_LENGTH;
            edge.writableArena().putLong(node, 1025);

            assertThatThrownBy(() -> edge.input.receive(edge.taken))
                    .isInstanceOf(CorruptMessageException.class)
                    .hasMessageContaining("buffer LENGTH=125, allowed is at least 129");
            assertThat(edge.inputLog.held()).isZero();
        }
    }

    @Test
    void shouldMakeUpForValidityThatASenderLeftOut() {
        try (LocalEdge edge = LocalEdge.blocking(directory);
                BigIntVector longs = Examples.longs(edge.arena(), 1000);
                BigIntVector without = new BigIntVector("longs", edge.arena())) {
            ArrowBuf none = edge.arena().getEmpty();
            without.loadFieldBuffers(new ArrowFieldNode(1000, -1), List.of(none, longs.getDataBuffer()));

            edge.send(without);

            try (Received received = edge.receive()) {
                edge.assertInPlace(received.root().getVector(0));
                assertThat(received.root().getVector(0).getNullCount()).isZero();
            }
            assertThat(edge.copies).isZero();
        }
    }

    @Test
    void shouldMakeUpForValidityThatAnotherLanguageLeftOut() {
        try (LocalEdge edge = LocalEdge.blocking(directory);
                BigIntVector longs = Examples.longs(edge.arena(), 1000)) {
            edge.sent(edge.output.prepare(longs, Metadata.EMPTY, true));
            assertThat(edge.inputLog.poll(edge.taken)).isEqualTo(Poll.TAKEN);
            int buffer = (int) edge.taken.offset()
                    + MessageBlockLayout.HEADER_LENGTH
                    + MessageBlockLayout.BLOCK_LENGTH
                    + MessageBlockLayout.NODE_LENGTH;
            edge.writableArena().putInt(buffer, -1);
            edge.writableArena().putInt(buffer + 4, 0);
            edge.writableArena().putLong(buffer + 8, 0);

            try (Received received = edge.input.receive(edge.taken)) {
                assertThat(received.root().getVector(0).getNullCount()).isZero();
                assertThat(((BigIntVector) received.root().getVector(0)).get(999))
                        .isEqualTo(999);
            }
            edge.inputLog.received();
            assertThat(edge.readerMemory.root().getAllocatedMemory()).isZero();
        }
    }

    @Test
    void shouldRefuseBytesThatAreNoSchema() {
        long seed = 99;
        Random random = new Random(seed);
        try (LocalEdge edge = LocalEdge.blocking(directory)) {
            byte[] good = new Schema(
                            List.of(new Field("city", new FieldType(true, CITY.getIndexType(), CITY), List.of())))
                    .serializeAsMessage();
            for (int round = 0; round < 5_000; round++) {
                byte[] damaged = good.clone();
                damaged[random.nextInt(good.length)] ^= (byte) (1 << random.nextInt(8));
                try {
                    new ReceivedSchema(damaged, edge.readerMemory.root(), 1).take();
                } catch (CorruptMessageException expected) {
                    assertThat(expected).hasMessageContaining("SCHEMA");
                } catch (RuntimeException other) {
                    throw new AssertionError("seed=" + seed + " round=" + round, other);
                }
            }
        }
    }

    private static VectorSchemaRoot everyKind(BufferAllocator allocator) {
        List<FieldVector> vectors = new ArrayList<>();
        for (String name : List.of("Int32", "Utf8", "List<Utf8>", "Struct", "Utf8View", "DenseUnion", "Bool")) {
            vectors.add(Examples.all()
                    .filter(example -> example.name().equals(name))
                    .findFirst()
                    .orElseThrow()
                    .build(allocator));
        }
        Field field = new Field("city", new FieldType(true, CITY.getIndexType(), CITY), List.of());
        TinyIntVector cities = (TinyIntVector) field.createVector(allocator);
        cities.allocateNew(Examples.ROWS);
        cities.setValueCount(Examples.ROWS);
        vectors.add(cities);
        return new VectorSchemaRoot(vectors);
    }

    private static VarCharVector names(BufferAllocator allocator) {
        VarCharVector vector = new VarCharVector("DICT7", allocator);
        vector.setSafe(0, "Oslo".getBytes(StandardCharsets.UTF_8));
        vector.setValueCount(1);
        return vector;
    }
}
