package dev.bowstring.node.arrow;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BufferLayout;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TypeLayout;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * How one field lies in a message: its buffers in the order of Arrow IPC. Plans of a schema are in depth-first order, a
 * parent before its children.
 *
 * @param name for messages to the user
 * @param variadic whether a number of data buffers, told by the message, follow the fixed ones (the view types)
 * @param poolable whether a vector of this type can be filled again over buffers that were used before
 */
@SuppressWarnings("ArrayRecordComponent") // walked for every message, never changed
record FieldPlan(String name, BufferSpec[] buffers, boolean variadic, boolean poolable) {

    /** The plans of fields in memory format (dictionary-encoded ones have the type of their indices). */
    static FieldPlan[] of(List<Field> fields) {
        List<FieldPlan> plans = new ArrayList<>();
        fields.forEach(field -> appendPlans(field, plans));
        return plans.toArray(FieldPlan[]::new);
    }

    private static void appendPlans(Field field, List<FieldPlan> plans) {
        plans.add(plan(field));
        field.getChildren().forEach(child -> appendPlans(child, plans));
    }

    private static FieldPlan plan(Field field) {
        ArrowType type = storageType(field.getType());
        List<BufferLayout> layouts = TypeLayout.getTypeLayout(type).getBufferLayouts();
        BufferSpec[] buffers =
                layouts.stream().map(layout -> BufferSpec.of(layout, type)).toArray(BufferSpec[]::new);
        return new FieldPlan(field.getName(), buffers, isView(type), isPoolable(type));
    }

    private static ArrowType storageType(ArrowType type) {
        return type instanceof ArrowType.ExtensionType extension ? extension.storageType() : type;
    }

    private static boolean isView(ArrowType type) {
        return type.getTypeID() == ArrowType.ArrowTypeID.Utf8View
                || type.getTypeID() == ArrowType.ArrowTypeID.BinaryView;
    }

    /** Unions, views and run ends keep state beside their buffers, or read what was left in them. */
    private static boolean isPoolable(ArrowType type) {
        return switch (type.getTypeID()) {
            case Union, ListView, LargeListView, RunEndEncoded, Utf8View, BinaryView -> false;
            default -> true;
        };
    }

    /** All vectors below these, in the order of the plans. */
    static FieldVector[] flatten(List<FieldVector> vectors) {
        List<FieldVector> flat = new ArrayList<>();
        vectors.forEach(vector -> append(vector, flat));
        return flat.toArray(FieldVector[]::new);
    }

    private static void append(FieldVector vector, List<FieldVector> flat) {
        flat.add(vector);
        vector.getChildrenFromFields().forEach(child -> append(child, flat));
    }
}
