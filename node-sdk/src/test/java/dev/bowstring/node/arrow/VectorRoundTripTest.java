package dev.bowstring.node.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.node.Metadata;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.compare.VectorEqualsVisitor;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.util.TransferPair;
import org.apache.arrow.vector.util.ValueVectorUtility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VectorRoundTripTest {
    private static LocalEdge edge;

    @BeforeAll
    static void open(@TempDir Path directory) {
        edge = LocalEdge.blocking(directory);
    }

    @BeforeEach
    void count() {
        edge.copies = 0;
        edge.fallbacks = 0;
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(edge.used()).isZero();
    }

    @AfterAll
    static void close() {
        edge.close();
    }

    static Stream<Example> examples() {
        return Examples.all();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldSendInPlaceWhatWasBuiltInTheArena(Example example) {
        try (FieldVector sent = example.build(edge.arena())) {
            edge.send(sent);

            assertThat(sent.getValueCount()).isZero();
            assertThat(edge.arena().getAllocatedMemory()).isZero();
        }

        assertReceived(example, true);
        assertThat(edge.copies).isZero();
        assertThat(edge.fallbacks).isZero();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldCopyOnceWhatWasBuiltElsewhere(Example example) {
        BufferAllocator elsewhere = edge.publisherMemory.root();
        try (FieldVector sent = example.build(elsewhere)) {
            edge.send(sent);

            assertThat(elsewhere.getAllocatedMemory()).isZero();
        }

        assertReceived(example, true);
        assertThat(edge.copies).isEqualTo(example.hasBuffers() ? 1 : 0);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldSendTheEmptyVectorOfEveryType(Example example) {
        try (FieldVector sent = example.empty(edge.arena())) {
            edge.send(sent);
        }

        try (Received received = edge.receive()) {
            assertThat(received.root().getRowCount()).isZero();
            assertThat(received.root().getVector(0).getValueCount()).isZero();
            validate(received.root().getVector(0));
        }
        assertThat(edge.copies).isZero();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldSendASlice(Example example) {
        try (FieldVector whole = example.build(edge.arena());
                FieldVector expected = slice(whole, edge.publisherMemory.root())) {
            FieldVector slice = slice(whole, edge.arena());
            edge.send(slice);
            slice.close();

            try (Received received = edge.receive()) {
                assertEqual(received.root().getVector(0), expected);
                edge.assertInPlace(received.root().getVector(0));
            }
        }
    }

    private static FieldVector slice(FieldVector vector, BufferAllocator allocator) {
        TransferPair pair = vector.getTransferPair(allocator);
        pair.splitAndTransfer(3, vector.getValueCount() - 5);
        return (FieldVector) pair.getTo();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldShareAVectorAndSendItAgain(Example example) {
        try (FieldVector shared = example.build(edge.arena())) {
            edge.sent(edge.output.prepare(shared, Metadata.EMPTY, true));
            edge.sent(edge.output.prepare(shared, Metadata.EMPTY, true));

            assertReceived(example, false);
            assertEqualToExample(shared, example);
        }
        assertReceived(example, true);
        assertThat(edge.copies).isZero();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldCopyWhatIsForwarded(Example example) {
        try (FieldVector sent = example.build(edge.arena())) {
            edge.send(sent);
        }
        try (Received received = edge.receive()) {
            edge.send(received.root().getVector(0));
        }

        assertReceived(example, true);
        assertThat(edge.copies).isEqualTo(example.hasBuffers() ? 1 : 0);
    }

    private void assertReceived(Example example, boolean last) {
        try (Received received = edge.receive()) {
            FieldVector vector = received.root().getVector(0);
            edge.assertInPlace(vector);
            assertEqualToExample(vector, example);
            assertThat(received.root().getRowCount()).isEqualTo(vector.getValueCount());
            validate(vector);
        }
        assertThat(edge.readerMemory.root().getAllocatedMemory()).isZero();
        if (last) {
            assertThat(edge.used()).isZero();
        }
    }

    private void assertEqualToExample(FieldVector vector, Example example) {
        try (FieldVector expected = example.build(edge.publisherMemory.root())) {
            assertEqual(vector, expected);
        }
    }

    /** Arrow's own validation knows neither maps nor fixed-size lists. */
    private static void validate(FieldVector vector) {
        if (!(vector instanceof MapVector) && !(vector instanceof FixedSizeListVector)) {
            ValueVectorUtility.validateFull(vector);
        }
    }

    private static void assertEqual(FieldVector actual, FieldVector expected) {
        assertThat(actual.getValueCount()).isEqualTo(expected.getValueCount());
        assertThat(actual.getField()).isEqualTo(expected.getField());
        for (int i = 0; i < expected.getValueCount(); i++) {
            assertThat((Object) actual.getObject(i)).isEqualTo(expected.getObject(i));
        }
        assertThat(VectorEqualsVisitor.vectorEquals(actual, expected)).isTrue();
    }

    /** A vector of some type, with nulls in it where the type has any. */
    record Example(String name, Function<BufferAllocator, FieldVector> maker, boolean hasBuffers) {
        FieldVector build(BufferAllocator allocator) {
            return maker.apply(allocator);
        }

        FieldVector empty(BufferAllocator allocator) {
            try (FieldVector full = build(allocator)) {
                FieldVector empty = full.getField().createVector(allocator);
                empty.setValueCount(0);
                return empty;
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
