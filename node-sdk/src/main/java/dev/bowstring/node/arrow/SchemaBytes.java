package dev.bowstring.node.arrow;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A schema as an encapsulated IPC message. Over channels of its own: those of the JDK, which {@link Schema} itself uses, close
 * when their thread is interrupted, and a node's thread may be at any time.
 */
final class SchemaBytes {
    private SchemaBytes() {}

    static byte[] of(Schema schema) {
        Written bytes = new Written();
        try (WriteChannel channel = new WriteChannel(bytes)) {
            MessageSerializer.serialize(channel, schema);
            return bytes.array.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // it is memory
        }
    }

    /** Throws whatever Arrow trips over when they are no schema. */
    static Schema parse(byte[] bytes) {
        try (ReadChannel channel = new ReadChannel(new Bytes(ByteBuffer.wrap(bytes)))) {
            return MessageSerializer.deserializeSchema(channel);
        } catch (IOException tooShort) {
            throw new UncheckedIOException(tooShort);
        }
    }

    /** What was written. */
    private static final class Written implements WritableByteChannel {
        private final ByteArrayOutputStream array = new ByteArrayOutputStream();

        @Override
        public int write(ByteBuffer from) {
            byte[] bytes = new byte[from.remaining()];
            from.get(bytes);
            array.writeBytes(bytes);
            return bytes.length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // There is nothing to close.
        }
    }

    /** What is to be read. */
    private record Bytes(ByteBuffer left) implements ReadableByteChannel {
        @Override
        public int read(ByteBuffer to) {
            int count = Math.min(left.remaining(), to.remaining());
            if (count == 0) {
                return left.hasRemaining() ? 0 : -1;
            }
            to.put(left.slice(left.position(), count));
            left.position(left.position() + count);
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // There is nothing to close.
        }
    }
}
