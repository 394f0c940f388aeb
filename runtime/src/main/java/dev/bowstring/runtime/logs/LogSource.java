package dev.bowstring.runtime.logs;

import java.util.Locale;

/** Which pipe of a node a line came through. */
public enum LogSource {
    STDOUT,
    STDERR;

    /** The name in log files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
