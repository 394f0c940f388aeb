package dev.bowstring.runtime.record;

import dev.bowstring.node.arrow.NodeMemory;
import dev.bowstring.transport.journal.JournalDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** {@code recording export}: one file for each output, and a further one where its schema changes. */
final class ExportProgram {
    private final Recording recording;
    private final Path into;
    private final ExportFormat format;

    ExportProgram(Recording recording, Path into, ExportFormat format) {
        this.recording = recording;
        this.into = into;
        this.format = format;
    }

    /** Writes everything; the exit code. */
    int run() throws IOException {
        Files.createDirectories(into);
        try (NodeMemory memory = new NodeMemory()) {
            for (Map.Entry<String, JournalDirectory> journal :
                    recording.journals().entrySet()) {
                try (OutputFiles files = new OutputFiles(journal.getKey(), memory)) {
                    new RecordedRows(journal.getValue(), memory).forEach((record, rows) -> {
                        Schema schema = rows.root().getSchema();
                        files.of(schema, new ExportedMessage(record.facts(), rows));
                    });
                }
            }
        }
        return 0;
    }

    /** The files of one output: there is more than one when its schema changes. */
    private final class OutputFiles implements AutoCloseable {
        private final String output;
        private final NodeMemory memory;
        private @Nullable Export open;
        private @Nullable Schema schema;
        private int number;

        OutputFiles(String output, NodeMemory memory) {
            this.output = output;
            this.memory = memory;
        }

        void of(Schema next, ExportedMessage message) throws IOException {
            Export export = open;
            if (export == null || !next.equals(schema)) {
                close();
                number++;
                schema = next;
                export = format.create(file(), message, memory);
                open = export;
            }
            export.write(message);
        }

        private Path file() {
            String name = output.replace('/', '.') + (number == 1 ? "" : "." + number);
            return into.resolve(name + format.suffix());
        }

        @Override
        public void close() throws IOException {
            if (open != null) {
                open.close();
                open = null;
                System.out.println(file());
            }
        }
    }
}
