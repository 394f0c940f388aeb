package dev.bowstring.runtime.record;

import java.io.IOException;

/** A file that messages of one schema are written to. */
interface Export extends AutoCloseable {
    void write(ExportedMessage message) throws IOException;

    @Override
    void close() throws IOException;
}
