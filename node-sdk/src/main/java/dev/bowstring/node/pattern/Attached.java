package dev.bowstring.node.pattern;

import dev.bowstring.node.Metadata;
import java.util.LinkedHashMap;
import java.util.Map;

/** Puts the keys of a pattern beside what the user attaches. */
final class Attached {
    private Attached() {}

    /** Both; where a key is in both, the pattern's counts. */
    static Metadata with(Metadata users, Map<String, ?> patterns) {
        Map<String, Object> all = new LinkedHashMap<>(users.asMap());
        all.putAll(patterns);
        return Metadata.of(all);
    }
}
