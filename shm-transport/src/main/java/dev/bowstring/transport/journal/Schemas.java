package dev.bowstring.transport.journal;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Which record of the present file carries which schema. One thread. */
final class Schemas {
    private final Map<Key, Long> indexes = new HashMap<>();
    private final Map<Integer, byte[]> ofSource = new HashMap<>();
    private String run = "";

    private record Key(byte[] schema) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && Arrays.equals(schema, key.schema);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(schema);
        }
    }

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
        return indexes.getOrDefault(new Key(schema), -1L);
    }

    void carried(byte[] schema, long index) {
        indexes.put(new Key(schema), index);
    }
}
