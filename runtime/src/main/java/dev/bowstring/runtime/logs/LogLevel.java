package dev.bowstring.runtime.logs;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How much a line matters, least first. */
public enum LogLevel {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR;

    /** As it is written in dataflow files, log files and on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All levels by their words, least first. */
    public static Map<String, LogLevel> byWord() {
        Map<String, LogLevel> levels = new LinkedHashMap<>();
        Arrays.stream(values()).forEach(level -> levels.put(level.word(), level));
        return levels;
    }

    /** Whether a line of this level is kept where {@code least} is the least that is. */
    public boolean isAtLeast(LogLevel least) {
        return compareTo(least) >= 0;
    }
}
