package dev.bowstring.node.arrow;

import dev.bowstring.transport.message.CorruptMessageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A schema that arrived, and idle roots of it: at most as many as messages can be held. The consumer takes them, any thread
 * gives them back.
 */
final class ReceivedSchema {
    private static final int PREFIX = 8;
    private static final int CONTINUATION = -1;

    private final Schema message;
    private final BufferAllocator allocator;
    private final int most;
    /** The one that is enough for a node that holds one message at a time. */
    private final AtomicReference<@Nullable ReceivedRoot> spare = new AtomicReference<>();

    private final Deque<ReceivedRoot> idle = new ArrayDeque<>();

    /**
     * @param bytes an encapsulated IPC schema message
     * @throws CorruptMessageException if they are none, or one that Arrow has no vectors for
     */
    ReceivedSchema(byte[] bytes, BufferAllocator allocator, int most) {
        this.allocator = allocator;
        this.most = most;
        checkFrame(bytes);
        try {
            message = SchemaBytes.parse(bytes);
            spare.set(new ReceivedRoot(this, message, allocator));
        } catch (RuntimeException damaged) {
            // Arrow and flatbuffers throw whatever they trip over; all of it means that these bytes are no schema.
            throw new CorruptMessageException("SCHEMA bytes", bytes.length, "a schema: " + damaged);
        }
    }

    private static void checkFrame(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        boolean framed = bytes.length >= PREFIX && buffer.getInt(0) == CONTINUATION;
        if (!framed || buffer.getInt(Integer.BYTES) < 0 || buffer.getInt(Integer.BYTES) > bytes.length - PREFIX) {
            throw new CorruptMessageException("SCHEMA length", bytes.length, "an encapsulated message");
        }
    }

    ReceivedRoot take() {
        ReceivedRoot first = spare.get();
        if (first != null) {
            spare.lazySet(null); // only the consumer takes, and nobody puts another in its place before it is empty
            return first;
        }
        synchronized (idle) {
            ReceivedRoot root = idle.pollLast();
            if (root != null) {
                return root;
            }
        }
        return new ReceivedRoot(this, message, allocator);
    }

    /** Takes back a root whose vectors were cleared. */
    void returned(ReceivedRoot root) {
        if (spare.get() == null && spare.compareAndSet(null, root)) {
            return;
        }
        synchronized (idle) {
            if (idle.size() < most) {
                idle.addLast(root);
            }
        }
    }
}
