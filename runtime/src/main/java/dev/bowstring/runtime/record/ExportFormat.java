package dev.bowstring.runtime.record;

import dev.bowstring.node.arrow.NodeMemory;
import java.io.IOException;
import java.nio.file.Path;

/** What kinds of files a recording is exported to. */
enum ExportFormat {
    ARROW(".arrow"),
    STREAM(".arrows"),
    CSV(".csv"),
    JSONL(".jsonl");

    private final String suffix;

    ExportFormat(String suffix) {
        this.suffix = suffix;
    }

    String suffix() {
        return suffix;
    }

    /** Begins a file; the first message decides its columns, and is not written yet. */
    Export create(Path file, ExportedMessage first, NodeMemory memory) throws IOException {
        return switch (this) {
            case ARROW -> ArrowExport.create(file, false, first, memory);
            case STREAM -> ArrowExport.create(file, true, first, memory);
            case CSV -> TextExport.create(file, true, first);
            case JSONL -> TextExport.create(file, false, first);
        };
    }
}
