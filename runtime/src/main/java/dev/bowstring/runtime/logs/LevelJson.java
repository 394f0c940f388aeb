package dev.bowstring.runtime.logs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the level in a line that is a JSON object: in {@code log}, as the SDK writes it, or in what other libraries call it.
 * A word or, as some write it, 10 for trace to 50 for error.
 */
final class LevelJson {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Set<String> KEYS =
            Set.of("log", "level", "severity", "lvl", "levelname", "log.level", "@level", "@l");

    private LevelJson() {}

    static boolean looksLike(String line) {
        return line.startsWith("{");
    }

    static Optional<LogLevel> find(String line) {
        try (JsonParser parser = JSON.createParser(line)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean level = KEYS.contains(parser.currentName());
                JsonToken value = parser.nextToken();
                Optional<LogLevel> found = level ? level(parser, value) : Optional.empty();
                if (found.isPresent()) {
                    return found;
                }
                parser.skipChildren();
            }
            return Optional.empty();
        } catch (IOException noJson) {
            return Optional.empty(); // It only began like an object, or was cut: a line like any other.
        }
    }

    private static Optional<LogLevel> level(JsonParser parser, JsonToken value) throws IOException {
        return switch (value) {
            case VALUE_STRING -> LevelWords.of(parser.getText());
            case VALUE_NUMBER_INT -> LevelWords.of(parser.getValueAsInt());
            default -> Optional.empty();
        };
    }
}
