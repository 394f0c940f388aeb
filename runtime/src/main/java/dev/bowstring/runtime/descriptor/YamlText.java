package dev.bowstring.runtime.descriptor;

import java.util.Set;

/**
 * A scalar. Its text is what was written: {@code no}, {@code 012} and {@code 1:30} mean nothing else.
 *
 * @param plain written without quotes
 */
record YamlText(String text, boolean plain, SourcePosition at) implements YamlValue {
    private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");

    /** Whether nothing was written, as after a colon that ends its line. */
    boolean isNothing() {
        return plain && NOTHING.contains(text);
    }

    @Override
    public String kind() {
        return isNothing() ? "nothing" : "text";
    }
}
