package dev.bowstring.runtime.descriptor;

import static dev.bowstring.runtime.descriptor.Printable.quote;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Takes values of an expected kind out of YAML, or tells the problem and yields nothing. */
final class ValueReader {
    static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    static final Map<String, Boolean> YES_OR_NO = new TreeMap<>(Map.of("true", true, "false", false));

    private static final int LONGEST_TEXT = 32_768;
    private static final Pattern WHOLE_NUMBER = Pattern.compile("0|[1-9][0-9]{0,8}");

    private final Problems problems;

    ValueReader(Problems problems) {
        this.problems = problems;
    }

    /** Text that a process can be given: of limited length and without the character that ends C strings. */
    Optional<String> text(YamlValue value, String what) {
        if (!(value instanceof YamlText scalar) || scalar.isNothing()) {
            return wrongKind(value, what, "text");
        }
        if (scalar.text().length() > LONGEST_TEXT) {
            problems.add(value.at(), what + " has more than " + LONGEST_TEXT + " characters");
            return Optional.empty();
        }
        if (scalar.text().indexOf('\0') >= 0) {
            problems.add(value.at(), what + " holds a NUL character");
            return Optional.empty();
        }
        return Optional.of(scalar.text());
    }

    Optional<YamlList> list(YamlValue value, String what) {
        return value instanceof YamlList list ? Optional.of(list) : wrongKind(value, what, "a list");
    }

    Optional<YamlMap> map(YamlValue value, String what) {
        return value instanceof YamlMap map ? Optional.of(map) : wrongKind(value, what, "a map");
    }

    OptionalInt number(YamlValue value, String what, int least, int most) {
        Optional<String> digits = text(value, what);
        if (digits.isPresent() && WHOLE_NUMBER.matcher(digits.get()).matches()) {
            int number = Integer.parseInt(digits.get());
            if (number >= least && number <= most) {
                return OptionalInt.of(number);
            }
        }
        digits.ifPresent(text -> problems.add(
                value.at(), what + " is " + quote(text), "write a whole number from " + least + " to " + most));
        return OptionalInt.empty();
    }

    Optional<Duration> span(YamlValue value, String what, Duration least, Duration most) {
        Optional<String> text = text(value, what);
        Optional<Duration> span =
                text.flatMap(TimeSpan::parse).filter(time -> time.compareTo(least) >= 0 && time.compareTo(most) <= 0);
        if (text.isPresent() && span.isEmpty()) {
            problems.add(
                    value.at(),
                    what + " is " + quote(text.get()),
                    "write a time from `" + TimeSpan.of(least) + "` to `" + TimeSpan.of(most) + "`, such as `30s`");
        }
        return span;
    }

    <T> Optional<T> choice(YamlValue value, String what, Map<String, T> choices) {
        Optional<String> word = text(value, what);
        Optional<T> choice = word.map(choices::get);
        if (word.isPresent() && choice.isEmpty()) {
            String suggestion = Nearest.suggest(word.get(), "write one of", choices.keySet());
            problems.add(value.at(), what + " is " + quote(word.get()), suggestion);
        }
        return choice;
    }

    /** Whether it can be the name of a node or port; if not, the problem has been told. */
    boolean isId(String id, SourcePosition at, String what) {
        boolean fits = ID.matcher(id).matches();
        if (!fits) {
            problems.add(at, what + " is " + quote(id), "use 1 to 64 letters, digits, `_` and `-`");
        }
        return fits;
    }

    <T> Optional<T> wrongKind(YamlValue value, String what, String wanted) {
        if (value instanceof YamlText text && text.isNothing()) {
            problems.add(value.at(), what + " has no value", "give it one or remove it");
        } else {
            problems.add(value.at(), what + " must be " + wanted + ", not " + value.kind());
        }
        return Optional.empty();
    }
}
