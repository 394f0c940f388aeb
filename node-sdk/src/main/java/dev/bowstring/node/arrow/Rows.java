package dev.bowstring.node.arrow;

import java.util.Map;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/** What a message carries, until it is closed. Any thread. */
public interface Rows extends AutoCloseable {

    /** The rows. */
    VectorSchemaRoot root();

    /** The dictionaries of the columns that have one. */
    DictionaryProvider dictionaries();

    /** What the sender attached. */
    Map<String, Object> metadata();

    /** Gives the memory back. Closing again does nothing. */
    @Override
    void close();
}
