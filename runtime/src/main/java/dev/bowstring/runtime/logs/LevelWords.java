package dev.bowstring.runtime.logs;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What other logging libraries call the levels. */
final class LevelWords {
    private static final int LONGEST = 11;
    private static final Map<String, LogLevel> WORDS = Map.ofEntries(
            Map.entry("TRACE", LogLevel.TRACE),
            Map.entry("FINER", LogLevel.TRACE),
            Map.entry("FINEST", LogLevel.TRACE),
            Map.entry("DEBUG", LogLevel.DEBUG),
            Map.entry("FINE", LogLevel.DEBUG),
            Map.entry("CONFIG", LogLevel.DEBUG),
            Map.entry("INFO", LogLevel.INFO),
            Map.entry("INFORMATION", LogLevel.INFO),
            Map.entry("NOTICE", LogLevel.INFO),
            Map.entry("WARN", LogLevel.WARN),
            Map.entry("WARNING", LogLevel.WARN),
            Map.entry("ERROR", LogLevel.ERROR),
            Map.entry("SEVERE", LogLevel.ERROR),
            Map.entry("CRITICAL", LogLevel.ERROR),
            Map.entry("FATAL", LogLevel.ERROR));

    /** The numbers of pino and bunyan: ten for each level. */
    private static final int STEP = 10;

    private LevelWords() {}

    /** Whatever its case. */
    static Optional<LogLevel> of(String word) {
        return word.length() > LONGEST
                ? Optional.empty()
                : Optional.ofNullable(WORDS.get(word.toUpperCase(Locale.ROOT)));
    }

    static Optional<LogLevel> of(int number) {
        int index = number / STEP - 1;
        LogLevel[] levels = LogLevel.values();
        return index < 0 ? Optional.empty() : Optional.of(levels[Math.min(index, levels.length - 1)]);
    }

    /** The levels of syslog, which systemd takes as {@code <4>} before a line. */
    static LogLevel ofSyslog(int priority) {
        return switch (priority) {
            case 0, 1, 2, 3 -> LogLevel.ERROR;
            case 4 -> LogLevel.WARN;
            case 5, 6 -> LogLevel.INFO;
            default -> LogLevel.DEBUG;
        };
    }
}
