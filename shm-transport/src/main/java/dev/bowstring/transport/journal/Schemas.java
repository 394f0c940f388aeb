package dev.bowstring.transport.journal;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** Which record of the present file carries which schema. One thread. */
final class Schemas {
    private final Map<ByteBuffer, Long> indexes = new HashMap<>();
    private final Map<Integer, byte[]> ofSource = new HashMap<>();
    private String run = "";

    /** A new file: it carries none yet. */
    void newFile() {
        indexes.clear();
    }

    /** The schema of an index of a run's output, which never changes there. */
    byte[] schema(String runId, int id, MessageSource source) {
        if (!run.equals(runId)) {
            run = runId;
            ofSource.clear();
        }
        return ofSource.computeIfAbsent(id, source::schema);
    }

    /** The record of the present file that carries a schema; -1 if none does. */
    long indexOf(byte[] schema) {
        return indexes.getOrDefault(ByteBuffer.wrap(schema), -1L);
    }

    void carried(byte[] schema, long index) {
        indexes.put(ByteBuffer.wrap(schema), index);
    }
}
