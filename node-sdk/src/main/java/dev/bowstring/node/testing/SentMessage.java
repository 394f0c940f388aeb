package dev.bowstring.node.testing;

import dev.bowstring.node.Metadata;
import dev.bowstring.node.session.rehearsal.Rehearsal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.jspecify.annotations.Nullable;

/** A copy of what a node has sent in a test. */
public final class SentMessage {
    private final Rehearsal.Sent sent;

    SentMessage(Rehearsal.Sent sent) {
        this.sent = sent;
    }

    /** The data; a batch of a single column when a vector was sent. */
    public VectorSchemaRoot batch() {
        return sent.rows().root();
    }

    /** What the node attached. */
    public Metadata metadata() {
        return sent.metadata();
    }

    /** The dictionaries of dictionary-encoded columns. */
    public DictionaryProvider dictionaries() {
        return sent.rows().dictionaries();
    }

    /** The number of the message on its output, from 0. */
    public long sequence() {
        return sent.sequence();
    }

    /** When it was sent, since the beginning of the test, by the test's clock. */
    public Duration sentAt() {
        return Rehearsal.elapsedAt(sent.timeNs());
    }

    /** The values of a column, nulls among them; text as strings. */
    public List<@Nullable Object> values(String column) {
        FieldVector vector = batch().getVector(column);
        if (vector == null) {
            throw new AssertionError("there is no column '" + column + "'; the columns are "
                    + batch().getSchema().getFields());
        }
        return each(vector.getValueCount(), row -> Cells.value(vector, row));
    }

    /** The values of the only column. */
    public List<@Nullable Object> values() {
        if (batch().getFieldVectors().size() != 1) {
            throw new AssertionError("there is not one column; the columns are "
                    + batch().getSchema().getFields());
        }
        return values(batch().getVector(0).getName());
    }

    /** The values of each row, in the order of the columns. */
    public List<List<@Nullable Object>> rows() {
        return each(batch().getRowCount(), row -> {
            List<FieldVector> columns = batch().getFieldVectors();
            return each(columns.size(), column -> Cells.value(columns.get(column), row));
        });
    }

    private static <T extends @Nullable Object> List<T> each(int count, Function<Integer, T> of) {
        List<T> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(of.apply(i));
        }
        return all;
    }

    /** Its rows and metadata. */
    @Override
    public String toString() {
        return rows() + (metadata().asMap().isEmpty() ? "" : " " + metadata().asMap());
    }
}
