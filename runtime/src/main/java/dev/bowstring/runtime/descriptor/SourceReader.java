package dev.bowstring.runtime.descriptor;

import static dev.bowstring.runtime.descriptor.Printable.quote;

import dev.bowstring.runtime.logs.LogLevel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads where an input comes from: {@code node/output}, a timer or logs, each of the built-in ones with {@code dora/} or without. */
final class SourceReader {
    /** No node may have these ids, since sources begin with them. */
    static final Set<String> RESERVED = Set.of("dora", "timer", "logs");
    /** The runtime's own log has this name. */
    static final String SUPERVISOR = "supervisor";

    private static final Map<String, LogLevel> LEVELS = LogLevel.byWord();
    private static final String PREFIX = "dora/";
    private static final String TIMERS = "write `timer/millis/100`, `timer/secs/1` or `timer/hz/30`";
    private static final long SECOND_NS = 1_000_000_000;
    private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,8}");
    private static final Map<String, Integer> MOST = Map.of("millis", 86_400_000, "secs", 86_400, "hz", 100_000);

    private final Problems problems;

    SourceReader(Problems problems) {
        this.problems = problems;
    }

    Optional<Source> read(String written, SourcePosition at) {
        String text = written.startsWith(PREFIX) ? written.substring(PREFIX.length()) : written;
        List<String> parts = List.of(text.split("/", -1));
        if (parts.get(0).equals("timer")) {
            return timer(parts, text, at);
        }
        if (parts.get(0).equals("logs")) {
            return logs(parts, text, at);
        }
        boolean wholeOutput = parts.size() == 2 && parts.stream().allMatch(ValueReader.ID.asMatchPredicate());
        if (!wholeOutput || !text.equals(written)) {
            problems.add(
                    at, "source is " + quote(written), "write `node/output`, a timer such as `timer/hz/30`, or `logs`");
            return Optional.empty();
        }
        return Optional.of(new OutputSource(parts.get(0), parts.get(1)));
    }

    private Optional<Source> timer(List<String> parts, String text, SourcePosition at) {
        if (parts.size() != 3 || !MOST.containsKey(parts.get(1))) {
            problems.add(at, "timer is " + quote(text), TIMERS);
            return Optional.empty();
        }
        String unit = parts.get(1);
        int most = MOST.getOrDefault(unit, 0);
        boolean isCount = COUNT.matcher(parts.get(2)).matches();
        if (!isCount || Integer.parseInt(parts.get(2)) > most) {
            problems.add(at, "timer is " + quote(text), "`" + unit + "` takes a whole number from 1 to " + most);
            return Optional.empty();
        }
        return Optional.of(new TimerSource(periodNs(unit, Integer.parseInt(parts.get(2))), text));
    }

    private Optional<Source> logs(List<String> parts, String text, SourcePosition at) {
        Optional<LogLevel> level =
                parts.size() == 1 ? Optional.of(LogLevel.TRACE) : Optional.ofNullable(LEVELS.get(parts.get(1)));
        boolean node = parts.size() < 3 || ValueReader.ID.matcher(parts.get(2)).matches();
        if (level.isEmpty() || !node || parts.size() > 3) {
            problems.add(
                    at,
                    "source is " + quote(text),
                    "write `logs`, `logs/warn` or `logs/warn/node`; the levels are "
                            + String.join(", ", LEVELS.keySet()));
            return Optional.empty();
        }
        Optional<String> id = parts.size() == 3 ? Optional.of(parts.get(2)) : Optional.empty();
        return Optional.of(new LogsSource(level.get(), id, text));
    }

    private static long periodNs(String unit, int count) {
        return switch (unit) {
            case "hz" -> Math.round((double) SECOND_NS / count);
            case "secs" -> count * SECOND_NS;
            default -> count * SECOND_NS / 1_000;
        };
    }
}
