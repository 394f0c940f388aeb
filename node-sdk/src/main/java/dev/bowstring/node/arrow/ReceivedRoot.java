package dev.bowstring.node.arrow;

import dev.bowstring.transport.message.CorruptMessageException;
import dev.bowstring.transport.message.DictionarySection;
import dev.bowstring.transport.message.MessageReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.DictionaryUtility;
import org.jspecify.annotations.Nullable;

/** A root, and the dictionaries of its columns, that are loaded with one message after the other. */
final class ReceivedRoot {
    private final ReceivedSchema schema;
    private final Columns columns;
    private final VectorSchemaRoot root;
    private final LoadTarget rows;
    private final Map<Long, LoadTarget> dictionaryRows = new LinkedHashMap<>();
    private final List<FieldVector> dictionaryVectors = new ArrayList<>();
    private final DictionaryProvider.MapDictionaryProvider dictionaries =
            new DictionaryProvider.MapDictionaryProvider();
    private final LoadTarget.Cursor cursor = new LoadTarget.Cursor();
    /** The memory of the message before, if nobody has kept any of it. */
    private @Nullable Received spare;

    ReceivedRoot(ReceivedSchema schema, Schema message, BufferAllocator allocator) {
        this.schema = schema;
        Map<Long, Dictionary> found = new LinkedHashMap<>();
        List<Field> fields = new ArrayList<>();
        List<FieldVector> vectors = new ArrayList<>();
        for (Field field : message.getFields()) {
            Field inMemory = DictionaryUtility.toMemoryFormat(field, allocator, found);
            fields.add(inMemory);
            vectors.add(inMemory.createVector(allocator));
        }
        columns = new Columns(vectors);
        root = new VectorSchemaRoot(new Schema(fields, message.getCustomMetadata()), columns, 0);
        rows = new LoadTarget(vectors, fields);
        found.forEach(this::dictionary);
    }

    private void dictionary(long id, Dictionary dictionary) {
        FieldVector vector = dictionary.getVector();
        dictionaries.put(dictionary);
        dictionaryVectors.add(vector);
        dictionaryRows.put(id, new LoadTarget(List.of(vector), List.of(vector.getField())));
    }

    /** What the next message is loaded with. */
    Received memory(Received.Keeper keeper, BufferAllocator allocator) {
        Received found = spare;
        spare = null;
        return found == null ? new Received(keeper, allocator) : found;
    }

    VectorSchemaRoot root() {
        return root;
    }

    DictionaryProvider dictionaries() {
        return dictionaries;
    }

    /** Loads a message that was {@linkplain #check checked}. */
    void load(MessageReader message, Received memory, long... blocks) {
        start();
        rows.load(message, cursor, memory, blocks);
        for (int i = 0; i < message.dictionaryCount(); i++) {
            DictionarySection section = message.dictionary(i);
            target(section).load(message, section(section), memory, blocks);
        }
        columns.count(root, message.rows());
    }

    /**
     * Whether a message can be loaded into this root, and so into any of the schema.
     *
     * @throws CorruptMessageException if it does not fit the schema
     */
    void check(MessageReader message) {
        start();
        rows.check(message, cursor);
        if (message.dictionaryCount() != dictionaryRows.size()) {
            throw new CorruptMessageException(
                    "DICTIONARIES", message.dictionaryCount(), String.valueOf(dictionaryRows.size()));
        }
        for (int i = 0; i < message.dictionaryCount(); i++) {
            DictionarySection section = message.dictionary(i);
            target(section).check(message, section(section));
        }
    }

    private void start() {
        cursor.to(0, 0);
        cursor.variadic = 0;
    }

    private LoadTarget.Cursor section(DictionarySection section) {
        cursor.to(section.firstNode(), section.firstBuffer());
        return cursor;
    }

    private LoadTarget target(DictionarySection section) {
        LoadTarget target = dictionaryRows.get(section.id());
        if (target == null || target.nodeCount() != section.nodes()) {
            throw new CorruptMessageException("dictionary ID", section.id(), "one of " + dictionaryRows.keySet());
        }
        return target;
    }

    /** Lets go of all buffers. */
    void clear() {
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).clear();
        }
        for (int i = 0; i < dictionaryVectors.size(); i++) {
            dictionaryVectors.get(i).clear();
        }
        columns.count(root, 0);
    }

    /**
     * It was cleared, and is free for another message.
     *
     * @param memory what it was loaded with, if that is free as well
     */
    void giveBack(@Nullable Received memory) {
        spare = memory;
        schema.returned(this);
    }
}
