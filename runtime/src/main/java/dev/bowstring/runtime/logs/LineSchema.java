package dev.bowstring.runtime.logs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The schema of messages that carry lines, as an Arrow IPC schema message: one nullable Utf8 column named {@code line}. The
 * runtime has no Arrow, so the bytes are kept ready; a test compares them with Arrow's own.
 */
final class LineSchema {
    private static final String RESOURCE = "line-schema.arrow";

    private LineSchema() {}

    static byte[] bytes() {
        try (InputStream resource = LineSchema.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException("runtime: resource missing=" + RESOURCE);
            }
            return resource.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException("runtime: unreadable resource=" + RESOURCE, failure);
        }
    }
}
