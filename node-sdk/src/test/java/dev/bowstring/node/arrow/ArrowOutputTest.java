package dev.bowstring.node.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.node.Metadata;
import dev.bowstring.node.NodeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ArrowOutputTest {
    @TempDir
    Path directory;

    @Test
    void shouldSendARecordBatchAndLeaveItEmpty() {
        try (LocalEdge edge = LocalEdge.blocking(directory);
                VectorSchemaRoot root =
                        VectorSchemaRoot.of(Examples.ints(edge.arena()), Examples.texts(edge.arena()))) {
            edge.send(root);

            assertThat(root.getRowCount()).isZero();
            try (Received received = edge.receive()) {
                assertThat(received.root().getRowCount()).isEqualTo(Examples.ROWS);
                assertThat(received.root().getSchema()).isEqualTo(root.getSchema());
                received.root().getFieldVectors().forEach(edge::assertInPlace);
                assertThat(edge.taken.flags()).isZero();
            }
        }
    }

    @Test
    void shouldFillAndSendTheSameRootAgain() {
        try (LocalEdge edge = LocalEdge.blocking(directory);
                IntVector ints = new IntVector("ints", edge.arena())) {
            for (int round = 0; round < 3; round++) {
                ints.allocateNew(10);
                ints.set(0, round);
                ints.setValueCount(10);
                edge.send(ints);
            }

            for (int round = 0; round < 3; round++) {
                try (Received received = edge.receive()) {
                    IntVector vector = (IntVector) received.root().getVector(0);
                    assertThat(vector.get(0)).isEqualTo(round);
                    assertThat(vector.isNull(1)).isTrue();
                }
            }
            assertThat(edge.copies).isZero();
        }
    }

    @Test
    void shouldCarryMetadataRowCountAndTheFlagOfAVector() {
        Metadata metadata =
                Metadata.builder().put("camera", "left").put("frame", 7).build();
        try (LocalEdge edge = LocalEdge.blocking(directory)) {
            edge.sent(edge.output.prepare(Examples.ints(edge.arena()), metadata, false));

            try (Received received = edge.receive()) {
                assertThat(received.metadata()).isEqualTo(metadata.asMap());
                assertThat(edge.taken.rows()).isEqualTo(Examples.ROWS);
                assertThat(edge.taken.flags()).isEqualTo(1);
            }
        }
    }

    @Test
    void shouldSendSchemasThatChangeFromMessageToMessage() {
        try (LocalEdge edge = LocalEdge.blocking(directory)) {
            for (int i = 0; i < 6; i++) {
                edge.send(i % 2 == 0 ? Examples.ints(edge.arena()) : Examples.texts(edge.arena()));
            }

            for (int i = 0; i < 6; i++) {
                try (Received received = edge.receive()) {
                    assertThat(received.root().getVector(0).getName()).isEqualTo(i % 2 == 0 ? "ints" : "texts");
                    assertThat(edge.taken.schemaId()).isEqualTo(i % 2);
                }
            }
        }
    }

    @Test
    void shouldLeaveEverythingWithTheUserWhenCancelled() {
        try (LocalEdge edge = new LocalEdge(directory, true, 1, 1 << 20, 1 << 20);
                IntVector ints = Examples.ints(edge.publisherMemory.root());
                IntVector first = Examples.ints(edge.arena())) {
            edge.send(first);
            long before = edge.used();
            Outgoing outgoing = edge.output.prepare(ints, Metadata.EMPTY, false);

            assertThat(outgoing.publish()).isEqualTo(Outgoing.Attempt.QUEUE_FULL);
            assertThat(edge.used()).isGreaterThan(before);
            outgoing.cancel();

            assertThat(edge.used()).isEqualTo(before);
            assertThat(ints.getValueCount()).isEqualTo(Examples.ROWS);
            assertThat(edge.copies).isZero();
            edge.receive().close();
            edge.send(ints);
            edge.receive().close();
        }
    }

    @Test
    void shouldSucceedAtALaterAttempt() {
        try (LocalEdge edge = new LocalEdge(directory, true, 1, 1 << 20, 1 << 20);
                IntVector ints = Examples.ints(edge.arena())) {
            edge.send(Examples.texts(edge.arena()));
            Outgoing outgoing = edge.output.prepare(ints, Metadata.EMPTY, false);
            assertThat(outgoing.publish()).isEqualTo(Outgoing.Attempt.QUEUE_FULL);
            edge.receive().close();

            assertThat(outgoing.publish()).isEqualTo(Outgoing.Attempt.SENT);
            outgoing.cancel();

            assertThat(ints.getValueCount()).isZero();
            edge.receive().close();
        }
    }

    @Test
    void shouldGrowTheArenaForFortyMegabytes() {
        try (LocalEdge edge = new LocalEdge(directory, true, 8, 1 << 20, 256 << 20)) {
            try (BigIntVector large = Examples.longs(edge.arena(), 5_000_000)) {
                edge.send(large);
            }

            try (Received received = edge.receive()) {
                BigIntVector vector = (BigIntVector) received.root().getVector(0);
                edge.assertInPlace(vector);
                assertThat(vector.get(4_999_999)).isEqualTo(4_999_999);
                assertThat(edge.taken.length()).isLessThan(256);
                assertThat(edge.store.supervised().arenas()).isEqualTo(2);
            }
            assertThat(edge.copies + edge.fallbacks).isZero();
        }
    }

    @Test
    void shouldGrowAVectorInsideTheArena() {
        try (LocalEdge edge = LocalEdge.blocking(directory)) {
            try (VarCharVector texts = new VarCharVector("texts", edge.arena())) {
                texts.setInitialCapacity(1, 1);
                for (int i = 0; i < 20_000; i++) {
                    texts.setSafe(i, new byte[i % 50]);
                }
                texts.setValueCount(20_000);
                edge.send(texts);
            }

            try (Received received = edge.receive()) {
                FieldVector vector = received.root().getVector(0);
                edge.assertInPlace(vector);
                assertThat(((VarCharVector) vector).getValueLength(149)).isEqualTo(49);
            }
            assertThat(edge.copies + edge.fallbacks).isZero();
        }
    }

    @Test
    void shouldFallBackToOrdinaryMemoryAndCopyItWhenSent() {
        try (LocalEdge edge = new LocalEdge(directory, true, 8, 1 << 20, 1 << 20)) {
            BigIntVector filler = Examples.longs(edge.arena(), 100_000);
            BigIntVector late = Examples.longs(edge.arena(), 100_000);
            assertThat(edge.fallbacks).isEqualTo(1);
            Outgoing outgoing = edge.output.prepare(late, Metadata.EMPTY, false);
            assertThat(outgoing.publish()).isEqualTo(Outgoing.Attempt.NO_MEMORY);
            assertThat(outgoing.missingBytes()).isGreaterThan(800_000);
            filler.close();

            assertThat(outgoing.publish()).isEqualTo(Outgoing.Attempt.SENT);

            try (Received received = edge.receive()) {
                edge.assertInPlace(received.root().getVector(0));
            }
            assertThat(edge.copies).isEqualTo(1);
            assertThat(edge.copiedBytes).isBetween(812_500L, 813_000L);
        }
    }

    @Test
    void shouldLeakNothingOverAHundredThousandMessages() {
        try (LocalEdge edge = new LocalEdge(directory, true, 8, 1 << 20, 1 << 20);
                IntVector ints = new IntVector("ints", edge.arena());
                IntVector foreign = Examples.ints(edge.publisherMemory.root())) {
            for (int i = 0; i < 100_000; i++) {
                if (i % 5 == 0) {
                    edge.sent(edge.output.prepare(foreign, Metadata.EMPTY, true));
                } else {
                    ints.allocateNew(100);
                    ints.set(0, i);
                    ints.setValueCount(100);
                    edge.send(ints);
                }
                edge.receive().close();
            }

            assertThat(edge.arena().getAllocatedMemory()).isZero();
            assertThat(edge.used()).isZero();
            assertThat(edge.copies).isEqualTo(20_000);
            assertThat(edge.fallbacks).isZero();
        }
    }

    @Test
    void shouldKeepAMessageUntilItsLastBufferIsReleased() {
        try (LocalEdge edge = LocalEdge.blocking(directory)) {
            edge.send(Examples.ints(edge.arena()));
            Received received = edge.receive();
            ArrowBuf data = received.root().getVector(0).getDataBuffer();
            data.getReferenceManager().retain();
            received.close();
            received.close();

            assertThat(edge.inputLog.held()).isEqualTo(1);
            assertThat(data.getInt(4 * 9)).isEqualTo(81);
            data.getReferenceManager().release();

            assertThat(edge.inputLog.held()).isZero();
            assertThatThrownBy(received::root).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void shouldHoldSeveralMessagesOfOneSchemaAtATime() {
        try (LocalEdge edge = LocalEdge.blocking(directory)) {
            List<Received> held = new ArrayList<>();
            for (int i = 0; i < LocalEdge.PINS; i++) {
                IntVector ints = Examples.ints(edge.arena());
                ints.set(0, i);
                edge.send(ints);
                held.add(edge.receive());
            }

            for (int i = 0; i < LocalEdge.PINS; i++) {
                assertThat(((IntVector) held.get(i).root().getVector(0)).get(0)).isEqualTo(i);
            }
            held.forEach(Received::close);
        }
    }

    @Test
    void shouldRefuseAVectorThatIsNotComplete() {
        try (LocalEdge edge = LocalEdge.blocking(directory);
                BigIntVector longs = Examples.longs(edge.arena(), 10);
                VectorSchemaRoot root =
                        new VectorSchemaRoot(new Schema(List.of(longs.getField())), List.of(longs), 10)) {
            longs.getDataBuffer().capacity(72);

            assertThatThrownBy(() -> edge.output.prepare(root, Metadata.EMPTY, false))
                    .isInstanceOf(NodeException.class)
                    .hasMessageContaining("'longs'")
                    .hasMessageContaining("72 of 80 bytes");
        }
    }

    @Test
    void shouldNoticeColumnsThatChangedTheirType() {
        try (LocalEdge edge = LocalEdge.blocking(directory);
                FieldVector list = Examples.all()
                        .filter(example -> example.name().equals("List<Int32>"))
                        .findFirst()
                        .orElseThrow()
                        .build(edge.arena())) {
            Field stale = new Field(
                    list.getName(),
                    list.getField().getFieldType(),
                    List.of(Field.nullable("$data$", ArrowType.Null.INSTANCE)));
            VectorSchemaRoot root = new VectorSchemaRoot(new Schema(List.of(stale)), List.of(list), Examples.ROWS);

            edge.send(root);

            try (Received received = edge.receive()) {
                assertThat(received.root().getVector(0).getField()).isEqualTo(list.getField());
            }
        }
    }

    @Test
    void shouldReportWhatTheUserHasNotClosedAndNothingElse() {
        LocalEdge edge = LocalEdge.blocking(directory);
        IntVector leaked = Examples.ints(edge.arena());
        edge.send(Examples.texts(edge.arena()));

        Optional<String> report = edge.output.close();

        assertThat(report)
                .hasValueSatisfying(text -> assertThat(text)
                        .contains("source/out")
                        .contains("leaked")
                        .contains(String.valueOf(
                                leaked.getValidityBuffer().getReferenceManager().getSize())));
        edge.closeFiles();
    }
}
