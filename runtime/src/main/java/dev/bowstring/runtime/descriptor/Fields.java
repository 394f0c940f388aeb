package dev.bowstring.runtime.descriptor;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A map with a fixed set of keys, read by key. */
final class Fields {
    private final YamlMap map;
    private final ValueReader read;
    private final Map<String, YamlValue> values = new HashMap<>();

    private Fields(YamlMap map, ValueReader read) {
        this.map = map;
        this.read = read;
    }

    /** Nothing when the value is no map. Keys that do not belong there are told as problems and left out. */
    static Optional<Fields> of(YamlValue value, String what, Keys keys, Problems problems) {
        ValueReader read = new ValueReader(problems);
        return read.map(value, what).map(map -> {
            Fields fields = new Fields(map, read);
            for (YamlEntry entry : map.entries()) {
                if (keys.accepts(entry.key(), problems)) {
                    fields.values.put(entry.name(), entry.value());
                }
            }
            return fields;
        });
    }

    SourcePosition at() {
        return map.at();
    }

    /** Where the key's value is, or the map when there is none. */
    SourcePosition at(String key) {
        return value(key).map(YamlValue::at).orElse(at());
    }

    /** Whether the key was written, be its value sound or not. */
    boolean has(String key) {
        return values.containsKey(key);
    }

    Optional<YamlValue> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    Optional<String> text(String key) {
        return value(key).flatMap(value -> read.text(value, "`" + key + "`"));
    }

    Optional<YamlList> list(String key) {
        return value(key).flatMap(value -> read.list(value, "`" + key + "`"));
    }

    Optional<YamlMap> map(String key) {
        return value(key).flatMap(value -> read.map(value, "`" + key + "`"));
    }

    int number(String key, int least, int most, int otherwise) {
        return value(key)
                .map(value -> read.number(value, "`" + key + "`", least, most).orElse(otherwise))
                .orElse(otherwise);
    }

    Optional<Duration> span(String key, Duration least, Duration most) {
        return value(key).flatMap(value -> read.span(value, "`" + key + "`", least, most));
    }

    <T> Optional<T> choice(String key, Map<String, T> choices) {
        return value(key).flatMap(value -> read.choice(value, "`" + key + "`", choices));
    }
}
