package dev.bowstring.transport.log;

import dev.bowstring.transport.layout.SchemasLayout;
import org.agrona.concurrent.AtomicBuffer;

/** Reads the schemas of an output. Any thread. */
final class SchemaReader {
    private final AtomicBuffer file;

    SchemaReader(AtomicBuffer file) {
        this.file = file;
    }

    int count() {
        long count = file.getLongAcquire(SchemasLayout.COUNT); // pairs with the release of SchemaWriter
        if (count < 0 || count > SchemasLayout.MAX_ENTRIES) {
            throw new CorruptLogException("schemas: count=" + count);
        }
        return (int) count;
    }

    /**
     * A copy of the encapsulated Arrow IPC schema message.
     *
     * @throws CorruptLogException if there is no such schema
     */
    byte[] schema(int id) {
        if (id < 0 || id >= count()) {
            throw new CorruptLogException("schemas: id=" + id);
        }
        int offset = file.getInt(SchemasLayout.entry(id) + SchemasLayout.ENTRY_OFFSET);
        int length = file.getInt(SchemasLayout.entry(id) + SchemasLayout.ENTRY_BYTES);
        if (offset < SchemasLayout.BYTES || length < 0 || offset > file.capacity() - length) {
            throw new CorruptLogException("schemas: offset=" + offset + " length=" + length);
        }
        byte[] schema = new byte[length];
        file.getBytes(offset, schema);
        return schema;
    }
}
