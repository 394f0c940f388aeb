package dev.bowstring.runtime.record;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bowstring.runtime.recording.RecordingException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * CSV (RFC 4180, a header, an empty field for null) or JSON lines: a line for each row, with {@code _sequence}, {@code
 * _publish_time} (ISO 8601) and {@code _metadata} before its own columns. For flat schemas.
 */
final class TextExport implements Export {
    private final Writer out;
    private final boolean csv;
    private final ObjectMapper json = new ObjectMapper();

    private TextExport(Writer out, boolean csv) {
        this.out = out;
        this.csv = csv;
    }

    /** @throws RecordingException if a column is nested */
    static TextExport create(Path file, boolean csv, ExportedMessage first) throws IOException {
        for (FieldVector column : first.columns()) {
            if (!column.getField().getChildren().isEmpty()) {
                throw new RecordingException("column `" + column.getName() + "` of " + file.getFileName()
                        + " is nested, which rows of text cannot show; export with --format arrow");
            }
        }
        List<String> names = names(
                file, csv, first.columns().stream().map(FieldVector::getName).toList());
        TextExport export = new TextExport(Files.newBufferedWriter(file), csv);
        if (csv) {
            export.line(names);
        }
        return export;
    }

    /** The names of all columns. */
    static List<String> names(Path file, boolean csv, List<String> columns) {
        List<String> names = new ArrayList<>(List.of("_sequence", "_publish_time", "_metadata"));
        names.addAll(columns);
        if (!csv && Set.copyOf(names).size() < names.size()) {
            throw new RecordingException(
                    "two columns of " + file.getFileName() + " have the same name, of which an object"
                            + " of JSON has one: " + names + "; export with --format csv or arrow");
        }
        return names;
    }

    @Override
    public void write(ExportedMessage message) throws IOException {
        List<FieldVector> decoded =
                message.columns().stream().map(message::decoded).toList();
        try {
            for (int row = 0; row < message.rowCount(); row++) {
                write(message, decoded, row);
            }
        } finally {
            for (int i = 0; i < decoded.size(); i++) {
                if (decoded.get(i) != message.columns().get(i)) {
                    decoded.get(i).close();
                }
            }
        }
    }

    private void write(ExportedMessage message, List<FieldVector> columns, int row) throws IOException {
        if (csv) {
            writeCsv(message, columns, row);
        } else {
            writeJson(message, columns, row);
        }
    }

    private void writeCsv(ExportedMessage message, List<FieldVector> columns, int row) throws IOException {
        List<String> fields = new ArrayList<>(List.of(
                Long.toString(message.facts().sequence()), message.publishTime().toString(), message.metadataJson()));
        for (FieldVector column : columns) {
            Object value = plain(column.getObject(row));
            fields.add(value == null ? "" : value.toString());
        }
        line(fields);
    }

    private void writeJson(ExportedMessage message, List<FieldVector> columns, int row) throws IOException {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("_sequence", message.facts().sequence());
        fields.put("_publish_time", message.publishTime().toString());
        String metadata = message.metadataJson();
        fields.put("_metadata", metadata.isEmpty() ? null : json.readTree(metadata));
        for (int i = 0; i < columns.size(); i++) {
            fields.put(message.columns().get(i).getName(), plain(columns.get(i).getObject(row)));
        }
        out.write(json.writeValueAsString(fields));
        out.write('\n');
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        return value instanceof byte[] bytes ? Base64.getEncoder().encodeToString(bytes) : value.toString();
    }

    private void line(List<String> fields) throws IOException {
        out.write(fields.stream().map(TextExport::quoted).collect(Collectors.joining(",")));
        out.write("\r\n");
    }

    private static String quoted(String field) {
        boolean needed = field.chars().anyMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n');
        return needed ? '"' + field.replace("\"", "\"\"") + '"' : field;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
