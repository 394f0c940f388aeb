package dev.bowstring.node.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.node.Metadata;
import dev.bowstring.node.NodeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
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

@Timeout(60)
class DictionaryTest {
    private static final DictionaryEncoding CITY = new DictionaryEncoding(7, false, new ArrowType.Int(8, true));
    private static final DictionaryEncoding STREET = new DictionaryEncoding(8, false, new ArrowType.Int(32, true));
    private static final Field CITIES = new Field("city", new FieldType(true, CITY.getIndexType(), CITY), List.of());
    private static final Field STREETS =
            new Field("street", new FieldType(true, STREET.getIndexType(), STREET), List.of());

    @TempDir
    Path directory;

    @Test
    void shouldShareADictionaryInTheArenaAmongMessages() {
        try (LocalEdge edge = LocalEdge.blocking(directory);
                VarCharVector names = names(edge.arena(), "Oslo", "Rome", "Bern")) {
            edge.output.dictionaries(new MapDictionaryProvider(new Dictionary(names, CITY)));
            for (int i = 0; i < 3; i++) {
                edge.send(indices(edge.arena(), i));
            }

            long address = 0;
            for (int i = 0; i < 3; i++) {
                try (Received received = edge.receive()) {
                    FieldVector dictionary = received.dictionaries().lookup(7).getVector();
                    edge.assertInPlace(dictionary);
                    assertThat(address).isIn(0L, dictionary.getDataBufferAddress());
                    address = dictionary.getDataBufferAddress();
                    assertDecoded(received, names.getObject(i).toString());
                }
            }
            assertThat(names.getValueCount()).isEqualTo(3);
            assertThat(edge.copies).isZero();
        }
    }

    private static void assertDecoded(Received received, String first) {
        FieldVector encoded = received.root().getVector(0);
        assertThat(encoded.getField()).isEqualTo(CITIES);
        try (FieldVector decoded = (FieldVector)
                DictionaryEncoder.decode(encoded, received.dictionaries().lookup(7))) {
            assertThat(decoded.getObject(0)).hasToString(first);
            assertThat(decoded.isNull(1)).isTrue();
        }
    }

    @Test
    void shouldCopyADictionaryOutsideTheArenaOncePerVectorAndLength() {
        try (LocalEdge edge = LocalEdge.blocking(directory);
                VarCharVector names = names(edge.publisherMemory.root(), "Oslo", "Rome", "Bern")) {
            edge.output.dictionaries(new MapDictionaryProvider(new Dictionary(names, CITY)));
            for (int i = 0; i < 5; i++) {
                edge.send(indices(edge.arena(), 1));
                try (Received received = edge.receive()) {
                    edge.assertInPlace(received.dictionaries().lookup(7).getVector());
                    assertDecoded(received, "Rome");
                }
            }
            assertThat(edge.copies).isEqualTo(1);

            names.setSafe(3, "Kyiv".getBytes(StandardCharsets.UTF_8));
            names.setValueCount(4);
            for (int i = 0; i < 5; i++) {
                edge.send(indices(edge.arena(), 3));
                try (Received received = edge.receive()) {
                    assertDecoded(received, "Kyiv");
                }
            }
            assertThat(edge.copies).isEqualTo(2);
        }
    }

    @Test
    void shouldNotTakeAnotherDictionaryAtTheSameAddressForTheOneItHasCopied() {
        MapDictionaryProvider provider = new MapDictionaryProvider();
        try (LocalEdge edge = LocalEdge.blocking(directory);
                ArrowBuf memory = edge.publisherMemory.root().buffer(128)) {
            edge.output.dictionaries(provider);
            for (int value : new int[] {42, 43}) {
                try (IntVector numbers = new IntVector("DICT7", edge.publisherMemory.root())) {
                    memory.setByte(0, 1);
                    memory.setInt(64, value);
                    numbers.loadFieldBuffers(
                            new ArrowFieldNode(1, 0), List.of(memory.slice(0, 8), memory.slice(64, 8)));
                    provider.put(new Dictionary(numbers, CITY));
                    edge.send(indices(edge.arena(), 0));
                }
                try (Received received = edge.receive()) {
                    assertThat(text(received, 0, 7)).isEqualTo(Integer.toString(value));
                }
            }
            assertThat(edge.copies).isEqualTo(2);
        }
    }

    @Test
    void shouldGiveCopiesBackWhenThereAreOtherDictionaries() {
        try (LocalEdge edge = LocalEdge.blocking(directory);
                VarCharVector names = names(edge.publisherMemory.root(), "Oslo", "Rome", "Bern")) {
            edge.output.dictionaries(new MapDictionaryProvider(new Dictionary(names, CITY)));
            edge.send(indices(edge.arena(), 1));
            edge.receive().close();
            assertThat(edge.used()).isPositive();

            edge.output.dictionaries(new MapDictionaryProvider());

            assertThat(edge.used()).isZero();
        }
    }

    @Test
    void shouldReplaceACopyWhileAMessageWithTheOldOneIsUnderWay() {
        try (LocalEdge edge = new LocalEdge(directory, true, 1, 4 << 20, 4 << 20);
                VarCharVector before = names(edge.publisherMemory.root(), "Oslo");
                VarCharVector after = names(edge.publisherMemory.root(), "Rome", "Bern")) {
            edge.output.dictionaries(new MapDictionaryProvider(new Dictionary(before, CITY)));
            edge.send(indices(edge.arena(), 0));
            Outgoing waiting = edge.output.prepare(indices(edge.arena(), 0), Metadata.EMPTY, false);
            assertThat(waiting.publish()).isEqualTo(Outgoing.Attempt.QUEUE_FULL);
            edge.output.dictionaries(new MapDictionaryProvider(new Dictionary(after, CITY)));
            edge.receive().close();
            edge.send(indices(edge.arena(), 1));
            try (Received received = edge.receive()) {
                assertDecoded(received, "Bern");
            }

            edge.sent(waiting);

            try (Received received = edge.receive()) {
                assertDecoded(received, "Oslo");
            }
        }
    }

    @Test
    void shouldSendSeveralDictionariesInAPooledBatch() {
        Schema schema = new Schema(List.of(CITIES, STREETS));
        try (LocalEdge edge = LocalEdge.blocking(directory);
                VarCharVector cities = names(edge.arena(), "Oslo", "Rome");
                VarCharVector streets = names(edge.publisherMemory.root(), "High", "Low", "Main")) {
            edge.output.dictionaries(
                    new MapDictionaryProvider(new Dictionary(cities, CITY), new Dictionary(streets, STREET)));
            for (int round = 0; round < 100; round++) {
                ArrowBatch batch = edge.output.batch(schema, false);
                ((TinyIntVector) batch.root().getVector(0)).setSafe(0, round % 2);
                ((IntVector) batch.root().getVector(1)).setSafe(0, round % 3);
                batch.root().setRowCount(1);
                edge.send(batch);
                try (Received received = edge.receive()) {
                    edge.assertInPlace(received.root().getVector(1));
                    assertThat(text(received, 0, 7)).isEqualTo(round % 2 == 0 ? "Oslo" : "Rome");
                    assertThat(text(received, 1, 8))
                            .isEqualTo(streets.getObject(round % 3).toString());
                }
            }
            assertThat(edge.copies).isEqualTo(1);
        }
    }

    @Test
    void shouldSayWhatABatchIsAnewWhenTheDictionariesHaveOtherTypes() {
        Schema schema = new Schema(List.of(CITIES));
        try (LocalEdge edge = LocalEdge.blocking(directory);
                VarCharVector names = names(edge.arena(), "Oslo", "Rome");
                IntVector numbers = new IntVector("DICT7", edge.arena())) {
            numbers.setSafe(0, 42);
            numbers.setValueCount(1);
            edge.output.dictionaries(new MapDictionaryProvider(new Dictionary(names, CITY)));
            assertThat(sentAndDecoded(edge, edge.output.batch(schema, false))).isEqualTo("Oslo");
            ArrowBatch open = edge.output.batch(schema, false);

            edge.output.dictionaries(new MapDictionaryProvider(new Dictionary(numbers, CITY)));

            assertThatThrownBy(() -> edge.output.prepare(open, Metadata.EMPTY))
                    .isInstanceOf(NodeException.class)
                    .hasMessageContaining("other types");
            edge.output.discard(open);
            assertThat(edge.output.batchAtOnce(schema)).isNull();
            assertThat(sentAndDecoded(edge, edge.output.batch(schema, false))).isEqualTo("42");
        }
    }

    private static String sentAndDecoded(LocalEdge edge, ArrowBatch batch) {
        ((TinyIntVector) batch.root().getVector(0)).setSafe(0, 0);
        batch.root().setRowCount(1);
        edge.send(batch);
        try (Received received = edge.receive()) {
            return text(received, 0, 7);
        }
    }

    private static String text(Received received, int column, long id) {
        try (FieldVector decoded = (FieldVector) DictionaryEncoder.decode(
                received.root().getVector(column), received.dictionaries().lookup(id))) {
            return decoded.getObject(0).toString();
        }
    }

    @Test
    void shouldNameTheDictionaryThatIsMissing() {
        try (LocalEdge edge = LocalEdge.blocking(directory);
                TinyIntVector encoded = indices(edge.arena(), 0);
                VectorSchemaRoot root = VectorSchemaRoot.of(encoded)) {
            assertThatThrownBy(() -> edge.output.prepare(root, Metadata.EMPTY, false))
                    .isInstanceOf(NodeException.class)
                    .hasMessageContaining("dictionary with ID 7")
                    .hasMessageContaining("output.dictionaries");
        }
    }

    private static TinyIntVector indices(BufferAllocator allocator, int first) {
        TinyIntVector vector = (TinyIntVector) CITIES.createVector(allocator);
        vector.allocateNew(2);
        vector.set(0, first);
        vector.setValueCount(2);
        return vector;
    }

    private static VarCharVector names(BufferAllocator allocator, String... names) {
        VarCharVector vector = new VarCharVector("DICT7", allocator);
        for (int i = 0; i < names.length; i++) {
            vector.setSafe(i, names[i].getBytes(StandardCharsets.UTF_8));
        }
        vector.setValueCount(names.length);
        return vector;
    }
}
