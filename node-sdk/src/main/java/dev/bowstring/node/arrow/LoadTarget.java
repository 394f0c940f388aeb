package dev.bowstring.node.arrow;

import dev.bowstring.transport.message.CorruptMessageException;
import dev.bowstring.transport.message.MessageReader;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.Field;

/** Vectors that are loaded from a range of the nodes and buffers of a message, in depth-first order. */
final class LoadTarget {
    private static final int MANY = 16;

    private final FieldVector[] vectors;
    private final FieldPlan[] plans;
    /** The node each vector was loaded with last; most messages of a stream have as many rows as the one before. */
    private final ArrowFieldNode[] nodes;

    private final BufferList list = new BufferList();
    private ArrowBuf[] own = new ArrowBuf[MANY];

    LoadTarget(List<FieldVector> roots, List<Field> fields) {
        vectors = FieldPlan.flatten(roots);
        plans = FieldPlan.of(fields);
        if (plans.length != vectors.length) {
            throw new CorruptMessageException("SCHEMA fields", plans.length, String.valueOf(vectors.length));
        }
        nodes = new ArrowFieldNode[vectors.length];
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = new ArrowFieldNode(0, -1);
        }
    }

    int nodeCount() {
        return vectors.length;
    }

    /**
     * Loads the vectors; what was checked before cannot fail half-way.
     *
     * @param blocks where the blocks of the message lie in this process
     * @param cursor where the range begins, and afterwards where it ends
     */
    void load(MessageReader message, Cursor cursor, Received memory, long... blocks) {
        for (int i = 0; i < vectors.length; i++) {
            int rows = message.nodeRows(cursor.node++);
            int count = plans[i].buffers().length + (plans[i].variadic() ? message.variadic(cursor.variadic++) : 0);
            if (count > own.length) {
                own = new ArrowBuf[count];
            }
            for (int j = 0; j < count; j++) {
                own[j] = memory.buffer(message, cursor.buffer++, blocks);
            }
            vectors[i].loadFieldBuffers(node(i, rows, own[0], count), list.over(own, count));
        }
    }

    /** Nulls are not counted, unless validity was left out: then Arrow makes one, if it is told that there are none. */
    private ArrowFieldNode node(int i, int rows, ArrowBuf first, int count) {
        boolean elided = rows > 0 && count > 0 && plans[i].buffers()[0].validity() && first.capacity() == 0;
        int nulls = elided ? 0 : -1;
        ArrowFieldNode node = nodes[i];
        if (node.getLength() != rows || node.getNullCount() != nulls) {
            node = new ArrowFieldNode(rows, nulls);
            nodes[i] = node;
        }
        return node;
    }

    /**
     * Checks that the message has all these vectors need, and each buffer as many bytes as its values take (L9).
     *
     * @param cursor where the range begins, and afterwards where it ends
     */
    void check(MessageReader message, Cursor cursor) {
        for (FieldPlan plan : plans) {
            int rows = message.nodeRows(at("NODES", cursor.node++, message.nodeCount()));
            for (BufferSpec spec : plan.buffers()) {
                long bytes = message.bufferLength(at("BUFFERS", cursor.buffer++, message.bufferCount()));
                checkLength(spec, rows, bytes);
            }
            if (plan.variadic()) {
                cursor.buffer += message.variadic(at("VARIADIC", cursor.variadic++, message.variadicCount()));
                at("BUFFERS", cursor.buffer - 1, message.bufferCount());
            }
        }
    }

    private static void checkLength(BufferSpec spec, int rows, long bytes) {
        boolean elided = bytes == 0 && (rows == 0 || spec.validity());
        if (!elided && bytes < spec.bytes(rows)) {
            throw new CorruptMessageException("buffer LENGTH", bytes, "at least " + spec.bytes(rows));
        }
    }

    private static int at(String field, int index, int count) {
        if (index >= count) {
            throw new CorruptMessageException(field, count, "at least " + (index + 1));
        }
        return index;
    }

    /** A place in the sections of a message. */
    static final class Cursor {
        int node;
        int buffer;
        int variadic;

        void to(int newNode, int newBuffer) {
            node = newNode;
            buffer = newBuffer;
        }
    }
}
