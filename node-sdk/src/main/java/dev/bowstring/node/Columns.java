package dev.bowstring.node;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Columns by name and type, with errors that name what is there. */
final class Columns {

    private Columns() {}

    static FieldVector named(VectorSchemaRoot root, String name) {
        FieldVector vector = root.getVector(name);
        if (vector == null) {
            throw new NodeException(
                    "there is no column '" + name + "'",
                    "the columns are " + root.getSchema().getFields());
        }
        return vector;
    }

    static <V extends FieldVector> V typed(FieldVector vector, Class<V> type) {
        if (!type.isInstance(vector)) {
            throw new NodeException(
                    "column '" + vector.getName() + "' is a "
                            + vector.getClass().getSimpleName() + ", not a " + type.getSimpleName(),
                    "its type is " + vector.getField().getType());
        }
        return type.cast(vector);
    }
}
