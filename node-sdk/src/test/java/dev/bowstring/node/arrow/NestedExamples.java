package dev.bowstring.node.arrow;

import static dev.bowstring.node.arrow.Examples.ROWS;
import static dev.bowstring.node.arrow.Examples.isNull;
import static dev.bowstring.node.arrow.Examples.text;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntConsumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
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
import org.apache.arrow.vector.complex.writer.FieldWriter;
import org.apache.arrow.vector.holders.NullableBigIntHolder;
import org.apache.arrow.vector.holders.NullableIntHolder;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.Types.MinorType;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** Vectors of vectors, for {@link Examples}. */
final class NestedExamples {
    private NestedExamples() {}

    /** Some rows are null; the function writes the others, at the writer's position. */
    private static FieldVector filled(FieldVector vector, FieldWriter writer, IntConsumer write) {
        for (int i = 0; i < ROWS; i++) {
            writer.setPosition(i);
            if (isNull(i)) {
                writer.writeNull();
            } else {
                write.accept(i);
            }
        }
        vector.setValueCount(ROWS);
        return vector;
    }

    static FieldVector intLists(BufferAllocator allocator) {
        ListVector vector = list("lists", new ArrowType.Int(32, true), allocator);
        UnionListWriter writer = vector.getWriter();
        return filled(vector, writer, i -> {
            writer.startList();
            for (int j = 0; j < i % 5; j++) {
                writer.integer().writeInt(i * j);
            }
            writer.endList();
        });
    }

    static ListVector list(String name, ArrowType type, BufferAllocator allocator) {
        Field child = Field.nullable(ListVector.DATA_VECTOR_NAME, type);
        Field field = new Field(name, FieldType.nullable(ArrowType.List.INSTANCE), List.of(child));
        return (ListVector) field.createVector(allocator);
    }

    static FieldVector textLists(BufferAllocator allocator) {
        ListVector vector = list("textLists", ArrowType.Utf8.INSTANCE, allocator);
        UnionListWriter writer = vector.getWriter();
        return filled(vector, writer, i -> {
            writer.startList();
            for (int j = 0; j < i % 4; j++) {
                writer.varChar().writeVarChar(text(i + j));
            }
            writer.endList();
        });
    }

    static FieldVector largeLists(BufferAllocator allocator) {
        Field child = Field.nullable(LargeListVector.DATA_VECTOR_NAME, new ArrowType.Int(64, true));
        Field field = new Field("largeLists", FieldType.nullable(ArrowType.LargeList.INSTANCE), List.of(child));
        LargeListVector vector = (LargeListVector) field.createVector(allocator);
        UnionLargeListWriter writer = vector.getWriter();
        return filled(vector, writer, i -> {
            writer.startList();
            for (int j = 0; j < i % 5; j++) {
                writer.bigInt().writeBigInt((long) i * j);
            }
            writer.endList();
        });
    }

    static FieldVector fixedLists(BufferAllocator allocator) {
        Field child =
                Field.nullable(ListVector.DATA_VECTOR_NAME, new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE));
        Field field = new Field("fixedLists", FieldType.nullable(new ArrowType.FixedSizeList(3)), List.of(child));
        FixedSizeListVector vector = (FixedSizeListVector) field.createVector(allocator);
        UnionFixedSizeListWriter writer = vector.getWriter();
        return filled(vector, writer, i -> {
            writer.startList();
            for (int j = 0; j < 3; j++) {
                writer.float8().writeFloat8(i + j / 10.0);
            }
            writer.endList();
        });
    }

    static FieldVector maps(BufferAllocator allocator) {
        Field key = Field.notNullable(MapVector.KEY_NAME, ArrowType.Utf8.INSTANCE);
        Field value = Field.nullable(MapVector.VALUE_NAME, new ArrowType.Int(64, true));
        Field entries = new Field(
                MapVector.DATA_VECTOR_NAME, FieldType.notNullable(ArrowType.Struct.INSTANCE), List.of(key, value));
        Field field = new Field("maps", FieldType.nullable(new ArrowType.Map(false)), List.of(entries));
        MapVector vector = (MapVector) field.createVector(allocator);
        UnionMapWriter writer = vector.getWriter();
        return filled(vector, writer, i -> {
            writer.startMap();
            for (int j = 0; j < i % 3; j++) {
                writer.startEntry();
                writer.key().varChar().writeVarChar("key" + j);
                writer.value().bigInt().writeBigInt(i);
                writer.endEntry();
            }
            writer.endMap();
        });
    }

    static FieldVector structs(BufferAllocator allocator) {
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

    static FieldVector structsOfLists(BufferAllocator allocator) {
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

    static FieldVector sparseUnions(BufferAllocator allocator) {
        UnionVector vector = UnionVector.empty("sparse", allocator);
        vector.getIntVector();
        vector.getBigIntVector();
        for (int i = 0; i < ROWS; i++) {
            if (i % 2 == 0) {
                vector.setType(i, MinorType.INT);
                vector.setSafe(i, ofInt(i));
            } else {
                vector.setType(i, MinorType.BIGINT);
                vector.setSafe(i, ofLong(i));
            }
        }
        vector.setValueCount(ROWS);
        return vector;
    }

    static FieldVector denseUnions(BufferAllocator allocator) {
        DenseUnionVector vector = DenseUnionVector.empty("dense", allocator);
        vector.initializeChildrenFromFields(List.of(
                Field.nullable("int", new ArrowType.Int(32, true)),
                Field.nullable("bigint", new ArrowType.Int(64, true))));
        vector.allocateNew();
        for (int i = 0; i < ROWS; i++) {
            if (i % 2 == 0) {
                vector.setTypeId(i, (byte) 0);
                vector.setSafe(i, ofInt(i));
            } else {
                vector.setTypeId(i, (byte) 1);
                vector.setSafe(i, ofLong(i));
            }
        }
        vector.setValueCount(ROWS);
        return vector;
    }

    private static NullableIntHolder ofInt(int value) {
        NullableIntHolder holder = new NullableIntHolder();
        holder.isSet = 1;
        holder.value = value;
        return holder;
    }

    private static NullableBigIntHolder ofLong(long value) {
        NullableBigIntHolder holder = new NullableBigIntHolder();
        holder.isSet = 1;
        holder.value = value;
        return holder;
    }
}
