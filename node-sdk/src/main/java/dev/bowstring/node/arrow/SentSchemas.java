package dev.bowstring.node.arrow;

import dev.bowstring.node.NodeException;
import dev.bowstring.transport.log.LimitException;
import dev.bowstring.transport.log.OutputLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.DictionaryUtility;

/** The schemas an output has sent; the last one is found by identity. Guarded by its output. */
@SuppressWarnings("ReferenceEquality") // identity is the fast path, equality follows
final class SentSchemas {
    private final OutputLog log;
    private final Map<Schema, SentSchema> known = new HashMap<>();
    private final Map<Field, SentSchema> knownFields = new HashMap<>();
    private DictionaryProvider provider;
    private SentSchema last;
    private Field lastField;
    private SentSchema lastOfField;

    SentSchemas(OutputLog log) {
        this.log = log;
        provider = new DictionaryProvider.MapDictionaryProvider();
        last = SentSchema.NONE;
        lastField = Field.nullable("", ArrowType.Null.INSTANCE);
        lastOfField = last;
    }

    /** Dictionaries decide how a schema looks in message format, so nothing known stays. */
    void dictionaries(DictionaryProvider provider) {
        this.provider = provider;
        known.clear();
        knownFields.clear();
        last = SentSchema.NONE;
        lastOfField = last;
    }

    DictionaryProvider dictionaries() {
        return provider;
    }

    /** The schema of a root, which is told first if its vectors have changed their type. */
    SentSchema of(VectorSchemaRoot root) {
        if (!current(root)) {
            root.syncSchema();
        }
        return of(root.getSchema());
    }

    SentSchema of(Schema schema) {
        if (last.id() >= 0 && schema == last.schema()) {
            return last;
        }
        SentSchema sent = known.get(schema);
        if (sent == null) {
            sent = send(schema);
            known.put(schema, sent);
        }
        last = sent.schema() == schema ? sent : new SentSchema(schema, sent.plans(), sent.id(), sent.dictionaries());
        return last;
    }

    /** The schema of a single column. */
    SentSchema of(FieldVector vector) {
        Field field = vector.getField();
        if (lastOfField.id() >= 0 && field == lastField) {
            return lastOfField;
        }
        lastOfField = knownFields.computeIfAbsent(field, f -> send(new Schema(List.of(f))));
        lastField = field;
        return lastOfField;
    }

    private static boolean current(VectorSchemaRoot root) {
        List<Field> fields = root.getSchema().getFields();
        for (int i = 0; i < fields.size(); i++) {
            Field field = root.getVector(i).getField();
            if (field != fields.get(i) && !field.equals(fields.get(i))) {
                return false;
            }
        }
        return true;
    }

    private SentSchema send(Schema schema) {
        Set<Long> used = new LinkedHashSet<>();
        List<Field> fields = new ArrayList<>();
        try {
            for (Field field : schema.getFields()) {
                fields.add(DictionaryUtility.toMessageFormat(field, provider, used));
            }
            int id = log.schemaId(SchemaBytes.of(new Schema(fields, schema.getCustomMetadata())));
            long[] dictionaries = used.stream().mapToLong(Long::longValue).toArray();
            return new SentSchema(schema, FieldPlan.of(schema.getFields()), id, dictionaries);
        } catch (LimitException limit) {
            throw new NodeException(String.valueOf(limit.getMessage()), limit);
        } catch (IllegalArgumentException missing) {
            // Arrow says so when the provider has no dictionary of that id.
            throw new NodeException(
                    "the schema " + schema + " cannot be sent: " + missing.getMessage(),
                    "name the dictionaries with output.dictionaries(...)",
                    missing);
        }
    }
}
