package dev.bowstring.runtime.descriptor;

import static dev.bowstring.runtime.descriptor.Printable.quote;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces {@code ${NAME}} and {@code ${NAME:-default}} by variables of an environment; {@code $$} stands for one dollar. */
final class VariableText {
    static final int LONGEST = 32_768;

    private static final Pattern REFERENCE = Pattern.compile("([A-Za-z_][A-Za-z0-9_]{0,255})(?::-([^{}]*))?");

    private final Map<String, String> environment;
    private final StringBuilder expanded = new StringBuilder();
    private String problem = "";
    private String cure = "";

    VariableText(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Nothing when the text refers to something that is not there; {@link #problem()} says what. */
    Optional<String> expand(String text) {
        int next = 0;
        while (next < text.length() && problem.isEmpty()) {
            next = step(text, next);
            if (expanded.length() > LONGEST) {
                fail("has more than " + LONGEST + " characters when its variables are filled in", "");
            }
        }
        return problem.isEmpty() ? Optional.of(expanded.toString()) : Optional.empty();
    }

    String problem() {
        return problem;
    }

    String cure() {
        return cure;
    }

    /** Handles what begins at the index, and yields the index after it. */
    private int step(String text, int index) {
        if (text.startsWith("$$", index)) {
            expanded.append('$');
            return index + 2;
        }
        if (!text.startsWith("${", index)) {
            expanded.append(text.charAt(index));
            return index + 1;
        }
        int end = text.indexOf('}', index);
        if (end < 0) {
            fail("has a `${` without `}`", "write `$$` for a dollar sign");
            return text.length();
        }
        substitute(text.substring(index + 2, end));
        return end + 1;
    }

    private void substitute(String reference) {
        Matcher matcher = REFERENCE.matcher(reference);
        if (!matcher.matches()) {
            fail("refers to " + quote("${" + reference + "}"), "write `${NAME}` or `${NAME:-default}`");
            return;
        }
        String name = matcher.group(1);
        String value = environment.getOrDefault(name, "");
        if (value.isEmpty() && matcher.group(2) != null) {
            expanded.append(matcher.group(2));
        } else if (environment.containsKey(name)) {
            expanded.append(value);
        } else {
            fail(
                    "refers to variable " + quote(name) + ", which is not set",
                    "set it or write `${" + name + ":-default}`");
        }
    }

    private void fail(String what, String suggestion) {
        problem = what;
        cure = suggestion;
    }
}
