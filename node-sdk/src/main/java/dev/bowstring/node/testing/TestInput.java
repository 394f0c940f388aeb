package dev.bowstring.node.testing;

import dev.bowstring.node.Metadata;
import dev.bowstring.node.session.rehearsal.Rehearsal;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Schema;

/** An input of a {@link TestNode}: what the node is to receive. All data is copied, and stays the test's own. */
public final class TestInput {
    private final String id;
    private final Rehearsal rehearsal;
    private DictionaryProvider dictionaries = new DictionaryProvider.MapDictionaryProvider();

    TestInput(String id, Rehearsal rehearsal) {
        this.id = id;
        this.rehearsal = rehearsal;
    }

    /** The dictionaries of what is sent from now on. */
    public TestInput dictionaries(DictionaryProvider provider) {
        dictionaries = provider;
        return this;
    }

    /** Sends the rows of a root. */
    public TestInput send(VectorSchemaRoot rows, Metadata metadata) {
        rehearsal.send(id, rows, dictionaries, metadata);
        return this;
    }

    /** Sends the rows of a root. */
    public TestInput send(VectorSchemaRoot rows) {
        return send(rows, Metadata.EMPTY);
    }

    /** Sends a vector. */
    public TestInput send(FieldVector vector, Metadata metadata) {
        return send(new VectorSchemaRoot(List.of(vector)), metadata);
    }

    /** Sends a vector. */
    public TestInput send(FieldVector vector) {
        return send(vector, Metadata.EMPTY);
    }

    /**
     * Sends a batch of a few rows: numbers, booleans, strings, byte arrays and nulls, in the order of the columns.
     *
     * <pre>{@code
     * test.input("flights").send(SCHEMA, List.of(List.of(10, "BOS"), List.of(-3, "SFO")));
     * }</pre>
     */
    public TestInput send(Schema schema, Metadata metadata, List<? extends List<?>> rows) {
        try (VectorSchemaRoot root = Cells.rows(schema, rehearsal.allocator(), rows)) {
            return send(root, metadata);
        }
    }

    /** Sends a batch of a few rows. See {@link #send(Schema, Metadata, List)}. */
    public TestInput send(Schema schema, List<? extends List<?>> rows) {
        return send(schema, Metadata.EMPTY, rows);
    }

    /** So many messages are lost on the way: the sequence of the next one shows the gap, as when an edge drops. */
    public TestInput lose(int messages) {
        rehearsal.lose(id, messages);
        return this;
    }

    /** The node behind the input is started again: the node gets {@link dev.bowstring.node.NodeRestarted} in order. */
    public TestInput restart() {
        rehearsal.restart(id);
        return this;
    }

    /** Ends the input: the node gets {@link dev.bowstring.node.InputClosed} after the last message. */
    public TestInput close() {
        rehearsal.end(id);
        return this;
    }

    /** The input cannot be read any more: the node gets {@link dev.bowstring.node.Failure} after the last message. */
    public TestInput fail(String reason) {
        rehearsal.fail(id, reason);
        return this;
    }
}
