package dev.bowstring.runtime.logs;

import java.util.Optional;

/**
 * The levels of the lines of one pipe, in their order: a line that continues the one before it (it is indented, or a cause
 * in a stack trace) has the level of that one. Used by one thread.
 */
public final class LineLevels {
    private final LogLevel otherwise;
    private LogLevel last;

    /** @param source whose level the lines have that do not name one */
    public LineLevels(LogSource source) {
        this.otherwise = source.level();
        this.last = otherwise;
    }

    /** The level of the next line. */
    public LogLevel next(String line) {
        if (!continues(line)) {
            Optional<LogLevel> named = LevelJson.looksLike(line) ? LevelJson.find(line) : LevelText.find(line);
            last = named.orElse(otherwise);
        }
        return last;
    }

    private static boolean continues(String line) {
        return line.startsWith(" ")
                || line.startsWith("\t")
                || line.startsWith("Caused by: ")
                || line.startsWith("Suppressed: ");
    }
}
