package dev.bowstring.node.arrow;

import dev.bowstring.node.arrow.VectorRoundTripTest.Example;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
import org.apache.arrow.vector.complex.DenseUnionVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.complex.UnionVector;
import org.apache.arrow.vector.complex.impl.UnionFixedSizeListWriter;
import org.apache.arrow.vector.complex.impl.UnionLargeListWriter;
import org.apache.arrow.vector.complex.impl.UnionListWriter;
import org.apache.arrow.vector.complex.impl.UnionMapWriter;
import org.apache.arrow.vector.holders.NullableBigIntHolder;
import org.apache.arrow.vector.holders.NullableIntHolder;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.Types.MinorType;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

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
                example("List<Int32>", Examples::intLists),
                example("List<Utf8>", Examples::textLists),
                example("LargeList<Int64>", Examples::largeLists),
                example("FixedSizeList<Float64>", Examples::fixedLists),
                example("Map<Utf8, Int64>", Examples::maps),
                example("Struct", Examples::structs),
                example("Struct<List<Int32>>", Examples::structsOfLists),
                example("SparseUnion", Examples::sparseUnions),
                example("DenseUnion", Examples::denseUnions),
                new Example("Null", Examples::nulls, false));
    }

    private static Example example(String name, Function<BufferAllocator, FieldVector> maker) {
        return new Example(name, maker, true);
    }

    private static boolean isNull(int i) {
        return i % 7 == 3;
    }

    private static String text(int i) {
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

    private static FieldVector intLists(BufferAllocator allocator) {
        ListVector vector = list("lists", new ArrowType.Int(32, true), allocator);
        UnionListWriter writer = vector.getWriter();
        for (int i = 0; i < ROWS; i++) {
            writer.setPosition(i);
            if (isNull(i)) {
                writer.writeNull();
                continue;
            }
            writer.startList();
            for (int j = 0; j < i % 5; j++) {
                writer.integer().writeInt(i * j);
            }
            writer.endList();
        }
        vector.setValueCount(ROWS);
        return vector;
    }

    private static ListVector list(String name, ArrowType type, BufferAllocator allocator) {
        Field child = Field.nullable(ListVector.DATA_VECTOR_NAME, type);
        Field field = new Field(name, FieldType.nullable(ArrowType.List.INSTANCE), List.of(child));
        return (ListVector) field.createVector(allocator);
    }

    private static FieldVector textLists(BufferAllocator allocator) {
        ListVector vector = list("textLists", ArrowType.Utf8.INSTANCE, allocator);
        UnionListWriter writer = vector.getWriter();
        for (int i = 0; i < ROWS; i++) {
            writer.setPosition(i);
            if (isNull(i)) {
                writer.writeNull();
                continue;
            }
            writer.startList();
            for (int j = 0; j < i % 4; j++) {
                writer.varChar().writeVarChar(text(i + j));
            }
            writer.endList();
        }
        vector.setValueCount(ROWS);
        return vector;
    }

    private static FieldVector largeLists(BufferAllocator allocator) {
        Field child = Field.nullable(LargeListVector.DATA_VECTOR_NAME, new ArrowType.Int(64, true));
        Field field = new Field("largeLists", FieldType.nullable(ArrowType.LargeList.INSTANCE), List.of(child));
        LargeListVector vector = (LargeListVector) field.createVector(allocator);
        UnionLargeListWriter writer = vector.getWriter();
        for (int i = 0; i < ROWS; i++) {
            writer.setPosition(i);
            if (isNull(i)) {
                writer.writeNull();
                continue;
            }
            writer.startList();
            for (int j = 0; j < i % 5; j++) {
                writer.bigInt().writeBigInt((long) i * j);
            }
            writer.endList();
        }
        vector.setValueCount(ROWS);
        return vector;
    }

    private static FieldVector fixedLists(BufferAllocator allocator) {
        Field child =
                Field.nullable(ListVector.DATA_VECTOR_NAME, new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE));
        Field field = new Field("fixedLists", FieldType.nullable(new ArrowType.FixedSizeList(3)), List.of(child));
        FixedSizeListVector vector = (FixedSizeListVector) field.createVector(allocator);
        UnionFixedSizeListWriter writer = vector.getWriter();
        for (int i = 0; i < ROWS; i++) {
            writer.setPosition(i);
            if (isNull(i)) {
                writer.writeNull();
                continue;
            }
            writer.startList();
            for (int j = 0; j < 3; j++) {
                writer.float8().writeFloat8(i + j / 10.0);
            }
            writer.endList();
        }
        vector.setValueCount(ROWS);
        return vector;
    }

    private static FieldVector maps(BufferAllocator allocator) {
        Field key = Field.notNullable(MapVector.KEY_NAME, ArrowType.Utf8.INSTANCE);
        Field value = Field.nullable(MapVector.VALUE_NAME, new ArrowType.Int(64, true));
        Field entries = new Field(
                MapVector.DATA_VECTOR_NAME, FieldType.notNullable(ArrowType.Struct.INSTANCE), List.of(key, value));
        Field field = new Field("maps", FieldType.nullable(new ArrowType.Map(false)), List.of(entries));
        MapVector vector = (MapVector) field.createVector(allocator);
        UnionMapWriter writer = vector.getWriter();
        for (int i = 0; i < ROWS; i++) {
            writer.setPosition(i);
            if (isNull(i)) {
                writer.writeNull();
                continue;
            }
            writer.startMap();
            for (int j = 0; j < i % 3; j++) {
                writer.startEntry();
                writer.key().varChar().writeVarChar("key" + j);
                writer.value().bigInt().writeBigInt(i);
                writer.endEntry();
            }
            writer.endMap();
        }
        vector.setValueCount(ROWS);
        return vector;
    }

    private static FieldVector structs(BufferAllocator allocator) {
        StructVector vector = StructVector.empty("structs", allocator);
        IntVector ints = vector.addOrGet("a", FieldType.nullable(new ArrowType.Int(32, true)), IntVector.class);
        VarCharVector texts = vector.addOrGet("b", FieldType.nullable(ArrowType.Utf8.INSTANCE), VarCharVector.class);
        vector.allocateNew();
        for (int i = 0; i < ROWS; i++) {
            if (!isNull(i)) {
                vector.setIndexDefined(i);
                ints.setSafe(i, i);
                texts.setSafe(i, text(i).getBytes(StandardCharsets.UTF_8));
            }
        }
        vector.setValueCount(ROWS);
        return vector;
    }

    private static FieldVector structsOfLists(BufferAllocator allocator) {
        Field item = Field.nullable(ListVector.DATA_VECTOR_NAME, new ArrowType.Int(32, true));
        Field list = new Field("list", FieldType.nullable(ArrowType.List.INSTANCE), List.of(item));
        Field field = new Field("outer", FieldType.nullable(ArrowType.Struct.INSTANCE), List.of(list));
        StructVector vector = (StructVector) field.createVector(allocator);
        vector.allocateNew();
        UnionListWriter writer = ((ListVector) vector.getChild("list")).getWriter();
        for (int i = 0; i < ROWS; i++) {
            if (!isNull(i)) {
                vector.setIndexDefined(i);
                writer.setPosition(i);
                writer.startList();
                writer.integer().writeInt(i);
                writer.endList();
            }
        }
        vector.setValueCount(ROWS);
        return vector;
    }

    private static FieldVector sparseUnions(BufferAllocator allocator) {
        UnionVector vector = UnionVector.empty("sparse", allocator);
        vector.getIntVector();
        vector.getBigIntVector();
        for (int i = 0; i < ROWS; i++) {
            if (i % 2 == 0) {
                NullableIntHolder holder = new NullableIntHolder();
                holder.isSet = 1;
                holder.value = i;
                vector.setType(i, MinorType.INT);
                vector.setSafe(i, holder);
            } else {
                NullableBigIntHolder holder = new NullableBigIntHolder();
                holder.isSet = 1;
                holder.value = i;
                vector.setType(i, MinorType.BIGINT);
                vector.setSafe(i, holder);
            }
        }
        vector.setValueCount(ROWS);
        return vector;
    }

    private static FieldVector denseUnions(BufferAllocator allocator) {
        DenseUnionVector vector = DenseUnionVector.empty("dense", allocator);
        vector.initializeChildrenFromFields(List.of(
                Field.nullable("int", new ArrowType.Int(32, true)),
                Field.nullable("bigint", new ArrowType.Int(64, true))));
        vector.allocateNew();
        for (int i = 0; i < ROWS; i++) {
            if (i % 2 == 0) {
                NullableIntHolder holder = new NullableIntHolder();
                holder.isSet = 1;
                holder.value = i;
                vector.setTypeId(i, (byte) 0);
                vector.setSafe(i, holder);
            } else {
                NullableBigIntHolder holder = new NullableBigIntHolder();
                holder.isSet = 1;
                holder.value = i;
                vector.setTypeId(i, (byte) 1);
                vector.setSafe(i, holder);
            }
        }
        vector.setValueCount(ROWS);
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
