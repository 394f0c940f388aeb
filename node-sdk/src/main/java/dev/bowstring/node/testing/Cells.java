package dev.bowstring.node.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.Text;
import org.jspecify.annotations.Nullable;

/** Values of plain Java in and out of vectors, one by one: for the few rows of a test. */
final class Cells {

    private Cells() {}

    static VectorSchemaRoot rows(Schema schema, BufferAllocator allocator, List<? extends List<?>> rows) {
        VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
        for (int row = 0; row < rows.size(); row++) {
            List<?> values = rows.get(row);
            if (values.size() != root.getFieldVectors().size()) {
                root.close();
                throw new IllegalArgumentException(
                        "row " + row + " has " + values.size() + " values, the schema is " + schema);
            }
            for (int column = 0; column < values.size(); column++) {
                set(root.getVector(column), row, values.get(column));
            }
        }
        root.setRowCount(rows.size());
        return root;
    }

    private static void set(FieldVector vector, int row, @Nullable Object value) {
        if (value == null) {
            vector.setValueCount(row + 1);
            vector.setNull(row);
        } else if (value instanceof Number number) {
            setNumber(vector, row, number);
        } else if (value instanceof Boolean bit && vector instanceof BitVector bits) {
            bits.setSafe(row, bit ? 1 : 0);
        } else if (value instanceof String text && vector instanceof VarCharVector texts) {
            texts.setSafe(row, text.getBytes(StandardCharsets.UTF_8));
        } else if (value instanceof byte[] bytes && vector instanceof VarBinaryVector binaries) {
            binaries.setSafe(row, bytes);
        } else {
            throw unknown(vector, value);
        }
    }

    private static void setNumber(FieldVector vector, int row, Number value) {
        if (vector instanceof IntVector ints) {
            ints.setSafe(row, value.intValue());
        } else if (vector instanceof BigIntVector longs) {
            longs.setSafe(row, value.longValue());
        } else if (vector instanceof SmallIntVector shorts) {
            shorts.setSafe(row, value.shortValue());
        } else if (vector instanceof TinyIntVector bytes) {
            bytes.setSafe(row, value.byteValue());
        } else if (vector instanceof Float8Vector doubles) {
            doubles.setSafe(row, value.doubleValue());
        } else if (vector instanceof Float4Vector floats) {
            floats.setSafe(row, value.floatValue());
        } else {
            throw unknown(vector, value);
        }
    }

    private static IllegalArgumentException unknown(FieldVector vector, Object value) {
        return new IllegalArgumentException("a " + value.getClass().getSimpleName() + " does not go into column '"
                + vector.getName() + "', which is " + vector.getField().getType()
                + "; fill a VectorSchemaRoot by hand and send that");
    }

    /** As {@link FieldVector#getObject}, but with text as strings. */
    static @Nullable Object value(FieldVector vector, int row) {
        Object value = vector.getObject(row);
        return value instanceof Text text ? text.toString() : value;
    }
}
