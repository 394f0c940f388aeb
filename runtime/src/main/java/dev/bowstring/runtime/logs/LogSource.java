package dev.bowstring.runtime.logs;

import java.util.Locale;

/** Which pipe of a node a line came through. */
public enum LogSource {
    STDOUT(LogLevel.INFO),
    STDERR(LogLevel.WARN);

    private final LogLevel level;

    LogSource(LogLevel level) {
        this.level = level;
    }

    /** The name in log files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The level of a line that does not name one. */
    public LogLevel level() {
        return level;
    }
}
