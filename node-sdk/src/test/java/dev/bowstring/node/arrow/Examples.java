package dev.bowstring.node.arrow;

import dev.bowstring.node.arrow.VectorRoundTripTest.Example;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ViewVarCharVector;

/** One vector of each kind, 100 values, every seventh null. */
final class Examples {
    static final int ROWS = 100;

    private Examples() {}

    static Stream<Example> all() {
        return Stream.of(
                example("Int32", Examples::ints),
                example("Int8", Examples::bytes),
                example("Float32", Examples::floats),
                example("Float64", Examples::doubles),
                example("Bool", Examples::bools),
                example("Date", Examples::dates),
                example("Timestamp", Examples::timestamps),
                example("Decimal", Examples::decimals),
                example("FixedSizeBinary", Examples::fixedBinaries),
                example("Utf8", Examples::texts),
                example("Binary", Examples::binaries),
                example("LargeUtf8", Examples::largeTexts),
                example("Utf8View", Examples::views),
                example("List<Int32>", NestedExamples::intLists),
                example("List<Utf8>", NestedExamples::textLists),
                example("LargeList<Int64>", NestedExamples::largeLists),
                example("FixedSizeList<Float64>", NestedExamples::fixedLists),
                example("Map<Utf8, Int64>", NestedExamples::maps),
                example("Struct", NestedExamples::structs),
                example("Struct<List<Int32>>", NestedExamples::structsOfLists),
                example("SparseUnion", NestedExamples::sparseUnions),
                example("DenseUnion", NestedExamples::denseUnions),
                new Example("Null", Examples::nulls, false));
    }

    private static Example example(String name, Function<BufferAllocator, FieldVector> maker) {
        return new Example(name, maker, true);
    }

    static boolean isNull(int i) {
        return i % 7 == 3;
    }

    static String text(int i) {
        return "row " + i + " " + "é".repeat(i % 19);
    }

    static IntVector ints(BufferAllocator allocator) {
        IntVector vector = new IntVector("ints", allocator);
        each(i -> vector.setSafe(i, i * i), vector);
        return vector;
    }

    private static FieldVector bytes(BufferAllocator allocator) {
        TinyIntVector vector = new TinyIntVector("bytes", allocator);
        each(i -> vector.setSafe(i, i - 50), vector);
        return vector;
    }

    private static FieldVector floats(BufferAllocator allocator) {
        Float4Vector vector = new Float4Vector("floats", allocator);
        each(i -> vector.setSafe(i, i / 3f), vector);
        return vector;
    }

    private static FieldVector doubles(BufferAllocator allocator) {
        Float8Vector vector = new Float8Vector("doubles", allocator);
        each(i -> vector.setSafe(i, i / 3.0), vector);
        return vector;
    }

    private static FieldVector bools(BufferAllocator allocator) {
        BitVector vector = new BitVector("bools", allocator);
        each(i -> vector.setSafe(i, i % 3 == 0 ? 1 : 0), vector);
        return vector;
    }

    private static FieldVector dates(BufferAllocator allocator) {
        DateDayVector vector = new DateDayVector("dates", allocator);
        each(i -> vector.setSafe(i, 19_000 + i), vector);
        return vector;
    }

    private static FieldVector timestamps(BufferAllocator allocator) {
        TimeStampMicroTZVector vector = new TimeStampMicroTZVector("times", allocator, "UTC");
        each(i -> vector.setSafe(i, 1_700_000_000_000_000L + i), vector);
        return vector;
    }

    private static FieldVector decimals(BufferAllocator allocator) {
        DecimalVector vector = new DecimalVector("decimals", allocator, 20, 3);
        each(i -> vector.setSafe(i, new BigDecimal(i + ".125")), vector);
        return vector;
    }

    private static FieldVector fixedBinaries(BufferAllocator allocator) {
        FixedSizeBinaryVector vector = new FixedSizeBinaryVector("fixed", allocator, 5000);
        vector.allocateNew(ROWS);
        byte[] value = new byte[5000];
        each(
                i -> {
                    value[4999] = (byte) i;
                    vector.setSafe(i, value);
                },
                vector);
        return vector;
    }

    static VarCharVector texts(BufferAllocator allocator) {
        VarCharVector vector = new VarCharVector("texts", allocator);
        each(i -> vector.setSafe(i, text(i).getBytes(StandardCharsets.UTF_8)), vector);
        return vector;
    }

    private static FieldVector binaries(BufferAllocator allocator) {
        VarBinaryVector vector = new VarBinaryVector("binaries", allocator);
        each(i -> vector.setSafe(i, new byte[i % 11]), vector);
        return vector;
    }

    private static FieldVector largeTexts(BufferAllocator allocator) {
        LargeVarCharVector vector = new LargeVarCharVector("large", allocator);
        each(i -> vector.setSafe(i, text(i).getBytes(StandardCharsets.UTF_8)), vector);
        return vector;
    }

    private static FieldVector views(BufferAllocator allocator) {
        ViewVarCharVector vector = new ViewVarCharVector("views", allocator);
        vector.allocateNew(ROWS);
        each(i -> vector.setSafe(i, text(i).getBytes(StandardCharsets.UTF_8)), vector);
        return vector;
    }

    private static FieldVector nulls(BufferAllocator allocator) {
        NullVector vector = new NullVector("nulls");
        vector.setValueCount(ROWS);
        return vector;
    }

    static BigIntVector longs(BufferAllocator allocator, int rows) {
        BigIntVector vector = new BigIntVector("longs", allocator);
        vector.allocateNew(rows);
        for (int i = 0; i < rows; i++) {
            vector.set(i, i);
        }
        vector.setValueCount(rows);
        return vector;
    }

    private interface Setter {
        void set(int i);
    }

    private static void each(Setter setter, FieldVector vector) {
        for (int i = 0; i < ROWS; i++) {
            if (!isNull(i)) {
                setter.set(i);
            }
        }
        vector.setValueCount(ROWS);
    }
}
