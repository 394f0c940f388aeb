package dev.bowstring.runtime.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bowstring.node.arrow.Received;
import dev.bowstring.transport.journal.MessageFacts;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * A message on its way into a file.
 *
 * @param facts what its slot said
 * @param rows its rows; valid while it is written
 */
record ExportedMessage(MessageFacts facts, Received rows) {
    private static final ObjectMapper JSON = new ObjectMapper();

    int rowCount() {
        return rows.root().getRowCount();
    }

    Instant publishTime() {
        return Instant.EPOCH.plusNanos(facts.wallTimeNs());
    }

    /** The metadata as a JSON object; empty when there is none. */
    String metadataJson() {
        if (rows.metadata().isEmpty()) {
            return "";
        }
        Map<String, Object> plain = new LinkedHashMap<>();
        rows.metadata().forEach((key, value) -> plain.put(key, plain(value)));
        try {
            return JSON.writeValueAsString(plain);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible); // the values are of five known types
        }
    }

    private static Object plain(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(ExportedMessage::plain).toList();
        }
        return value instanceof Instant ? value.toString() : value;
    }

    /** The columns, in order. */
    List<FieldVector> columns() {
        return rows.root().getFieldVectors();
    }

    /**
     * The values of a column, those of its dictionary in place of the numbers in it, since a file has one dictionary and
     * each message may have another. What is not the column itself is the caller's to close.
     */
    FieldVector decoded(FieldVector column) {
        Field field = column.getField();
        if (field.getDictionary() == null) {
            return column;
        }
        Dictionary dictionary = rows.dictionaries().lookup(field.getDictionary().getId());
        return (FieldVector) DictionaryEncoder.decode(column, dictionary);
    }
}
