package dev.bowstring.runtime.record;

import dev.bowstring.node.arrow.NodeMemory;
import dev.bowstring.transport.journal.JournalDirectory;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;

/** {@code recording cat}: a line for each message, and, if asked for, its rows. */
final class CatProgram {
    private final Recording recording;
    private final boolean rows;
    private final PrintStream out;

    CatProgram(Recording recording, boolean rows, PrintStream out) {
        this.recording = recording;
        this.rows = rows;
        this.out = out;
    }

    /** Prints everything; the exit code. */
    int run() throws IOException {
        try (NodeMemory memory = new NodeMemory()) {
            for (Map.Entry<String, JournalDirectory> journal :
                    recording.journals().entrySet()) {
                new RecordedRows(journal.getValue(), memory)
                        .forEach((record, received) ->
                                print(journal.getKey(), new ExportedMessage(record.facts(), received)));
            }
        }
        return 0;
    }

    private void print(String output, ExportedMessage message) {
        out.println(message.publishTime() + "  " + output + "  "
                + message.facts().sequence() + "  " + message.rowCount() + " rows  " + message.metadataJson());
        for (int row = 0; rows && row < message.rowCount(); row++) {
            StringBuilder line = new StringBuilder("   ");
            for (FieldVector column : message.columns()) {
                line.append(' ').append(column.getName()).append('=').append(value(message, column, row));
            }
            out.println(line);
        }
    }

    private static Object value(ExportedMessage message, FieldVector column, int row) {
        FieldVector decoded = message.decoded(column);
        Object value = decoded.getObject(row);
        String text = String.valueOf(value);
        if (decoded != column) {
            decoded.close();
        }
        return text;
    }
}
