package dev.bowstring.runtime.logs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One line of a log file:
 * {@code {"time":"...","n":17,"incarnation":1,"level":"info","stream":"stdout","line":"..."}}.
 */
final class LogJson {
    private static final JsonFactory JSON = new JsonFactory();

    private LogJson() {}

    /** With the line end. */
    static String write(long number, LogLine line) {
        return "{\"time\":\"" + line.time() + "\",\"n\":" + number + ",\"incarnation\":" + line.incarnation()
                + ",\"level\":\"" + line.level().word() + "\",\"stream\":\""
                + line.source().word() + "\",\"line\":\"" + quoted(line.text()) + "\"}\n";
    }

    /** Escapes what JSON wants escaped in a text without control characters other than the tab. */
    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\t", "\\t");
    }

    /** The line in a file of the node; empty when it is none, since somebody wrote there or a disk was full. */
    static Optional<NumberedLine> read(String node, String text) {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                fields.put(name, parser.getValueAsString(""));
                parser.skipChildren();
            }
            return Optional.of(new NumberedLine(
                    Long.parseLong(fields.getOrDefault("n", "")),
                    new LogLine(
                            node,
                            Long.parseLong(fields.getOrDefault("incarnation", "")),
                            LogSource.valueOf(constant(fields, "stream")),
                            Instant.parse(fields.getOrDefault("time", "")),
                            LogLevel.valueOf(constant(fields, "level")),
                            LineSplitter.escape(fields.getOrDefault("line", "")))));
        } catch (IOException | IllegalArgumentException | DateTimeParseException noLine) {
            return Optional.empty(); // The lines before and after it are worth showing all the same.
        }
    }

    private static String constant(Map<String, String> fields, String key) {
        return fields.getOrDefault(key, "").toUpperCase(Locale.ROOT);
    }
}
