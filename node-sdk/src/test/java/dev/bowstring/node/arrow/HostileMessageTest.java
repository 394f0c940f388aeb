package dev.bowstring.node.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.node.Metadata;
import dev.bowstring.transport.layout.MessageBlockLayout;
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
