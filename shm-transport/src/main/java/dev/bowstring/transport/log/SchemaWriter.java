package dev.bowstring.transport.log;

import dev.bowstring.transport.layout.SchemasLayout;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.agrona.concurrent.AtomicBuffer;

/** Appends schemas to an output's schema file. Under the output's lock. */
final class SchemaWriter {
    private final AtomicBuffer file;
    private final Map<ByteBuffer, Integer> known = new HashMap<>();
    private int count;
    private int end = SchemasLayout.BYTES;

    /** A writer that continues behind the schemas already there. */
    SchemaWriter(AtomicBuffer file) {
        this.file = file;
        SchemaReader written = new SchemaReader(file);
        count = written.count();
        for (int id = 0; id < count; id++) {
            byte[] schema = written.schema(id);
            known.put(ByteBuffer.wrap(schema), id);
            end += align(schema.length);
        }
    }

    /**
     * The index of a schema, appended if it is new; readers see it with the next commit.
     *
     * @throws LimitException if it is too large, or too many were used
     */
    int id(byte[] schema) {
        Integer id = known.get(ByteBuffer.wrap(schema));
        return id != null ? id : append(schema);
    }

    private int append(byte[] schema) {
        if (schema.length > SchemasLayout.MAX_SCHEMA_LENGTH) {
            throw new LimitException("a schema takes " + schema.length + " bytes, the limit is "
                    + SchemasLayout.MAX_SCHEMA_LENGTH + "; shorten its metadata");
        }
        if (count == SchemasLayout.MAX_ENTRIES || schema.length > file.capacity() - end) {
            throw new LimitException("the output has used " + count + " different schemas in " + end
                    + " bytes, there is no room for more; use fewer schemas");
        }
        file.putBytes(end, schema);
        file.putInt(SchemasLayout.entry(count) + SchemasLayout.ENTRY_OFFSET, end);
        file.putInt(SchemasLayout.entry(count) + SchemasLayout.ENTRY_BYTES, schema.length);
        file.putLongRelease(SchemasLayout.COUNT, count + 1L); // pairs with the acquire of SchemaReader.count
        end += align(schema.length);
        known.put(ByteBuffer.wrap(schema.clone()), count);
        return count++;
    }

    private static int align(int length) {
        return (length + 7) & ~7;
    }
}
