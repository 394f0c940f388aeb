package dev.bowstring.runtime.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;

/** Reads an Arrow stream that was exported, with Arrow's own reader. */
final class ExportedStream {
    private ExportedStream() {}

    /** {@code _sequence n} of each row. */
    static List<String> read(Path file) throws IOException {
        List<String> rows = new ArrayList<>();
        try (RootAllocator allocator = new RootAllocator();
                ArrowStreamReader reader = new ArrowStreamReader(Files.newInputStream(file), allocator)) {
            VectorSchemaRoot root = reader.getVectorSchemaRoot();
            while (reader.loadNextBatch()) {
                for (int row = 0; row < root.getRowCount(); row++) {
                    rows.add(root.getVector("_sequence").getObject(row) + " "
                            + root.getVector("n").getObject(row));
                }
            }
        }
        return rows;
    }
}
