package dev.bowstring.runtime.descriptor;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A length of time as people write it: {@code 500ms}, {@code 30s}, {@code 2 min}; a bare number means seconds. */
public final class TimeSpan {
    private static final Pattern NOTATION = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?) ?([a-z]{0,3})");
    private static final Map<String, Long> UNITS = Map.of(
            "ms", 1_000_000L,
            "", 1_000_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "min", 60_000_000_000L,
            "h", 3_600_000_000_000L);

    private TimeSpan() {}

    /** Nothing when it is no length of time. */
    public static Optional<Duration> parse(String text) {
        Matcher notation = NOTATION.matcher(text);
        if (!notation.matches()) {
            return Optional.empty();
        }
        return Optional.ofNullable(UNITS.get(notation.group(2)))
                .map(unit -> new BigDecimal(notation.group(1)).multiply(BigDecimal.valueOf(unit)))
                .map(nanos -> Duration.ofNanos(nanos.longValue()));
    }

    /** A length of time in its largest whole unit, as {@link #parse} takes it. */
    public static String of(Duration span) {
        long ms = span.toMillis();
        if (ms % 3_600_000 == 0 && ms > 0) {
            return ms / 3_600_000 + "h";
        }
        if (ms % 60_000 == 0 && ms > 0) {
            return ms / 60_000 + "m";
        }
        return ms % 1_000 == 0 ? ms / 1_000 + "s" : ms + "ms";
    }
}
