package dev.bowstring.runtime.logs;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the level that a line of plain text names, as the usual libraries write it: {@code INFO: ...},
 * {@code [warn] ...}, {@code 12:00:00.123 [main] DEBUG ...}, {@code WARNING:root:...}, {@code level=error ...},
 * {@code <3>...}, {@code error: ...}, or the first line of an exception.
 *
 * <p>A word counts only where nothing but times, numbers and brackets stand before it, so that prose is left alone.
 */
final class LevelText {
    private static final int HEAD = 256;
    private static final int MOST_TOKENS = 8;
    private static final Pattern SPACE = Pattern.compile("[ \\t]+");
    private static final Pattern COLOUR = Pattern.compile("\\\\x1b\\[[0-9;]*m");
    private static final Pattern SYSLOG = Pattern.compile("<([0-7])>.*", Pattern.DOTALL);
    private static final Pattern KEY = Pattern.compile("(?:^|[ \\t])(?:level|lvl|severity)=\"?([A-Za-z]+)");
    private static final Pattern CORE = Pattern.compile("[\\[(<|]*([A-Za-z]+)([\\])>|]*)(:?).*", Pattern.DOTALL);
    /** The first line of java.util.logging has the time and the place; the second one the level. */
    private static final Pattern JUL_HEADER = Pattern.compile("\\p{L}{3,4}\\.? [0-9]{1,2}, [0-9]{4},? .*");

    private static final Pattern EXCEPTION =
            Pattern.compile("(?:[A-Za-z_][A-Za-z0-9_$]*\\.)*[A-Z][A-Za-z0-9_$]*(?:Exception|Error)(?::.*)?");
    private static final List<String> FAILURES =
            List.of("Exception in thread ", "Traceback (most recent call last):", "panic: ", "thread 'main' panicked");

    private LevelText() {}

    static Optional<LogLevel> find(String line) {
        String head = head(line);
        if (head.isEmpty()) {
            return Optional.empty();
        }
        Matcher syslog = SYSLOG.matcher(head);
        if (syslog.matches()) {
            return Optional.of(LevelWords.ofSyslog(Integer.parseInt(syslog.group(1))));
        }
        if (FAILURES.stream().anyMatch(head::startsWith)
                || EXCEPTION.matcher(head).matches()) {
            return Optional.of(LogLevel.ERROR);
        }
        if (JUL_HEADER.matcher(head).matches()) {
            return Optional.of(LogLevel.INFO);
        }
        Optional<LogLevel> level = byPlace(head);
        return level.isPresent() ? level : byKey(head);
    }

    private static String head(String line) {
        String head = line.length() > HEAD ? line.substring(0, HEAD) : line;
        return head.contains("\\x1b[") ? COLOUR.matcher(head).replaceAll("") : head;
    }

    private static Optional<LogLevel> byPlace(String head) {
        String[] tokens = SPACE.split(head, MOST_TOKENS + 1);
        for (int i = 0; i < Math.min(tokens.length, MOST_TOKENS); i++) {
            Optional<LogLevel> level = word(tokens[i]);
            if (level.isPresent()) {
                return level;
            }
            if (!mayComeFirst(tokens[i])) {
                break;
            }
        }
        return Optional.empty();
    }

    /** Capitals count as they are, other words only in brackets or before a colon. */
    private static Optional<LogLevel> word(String token) {
        Matcher core = CORE.matcher(token);
        if (!core.matches()) {
            return Optional.empty();
        }
        String word = core.group(1);
        boolean capitals = word.chars().allMatch(Character::isUpperCase);
        boolean marked = !core.group(2).isEmpty() || !core.group(3).isEmpty();
        boolean whole = core.end(3) == token.length() || !core.group(3).isEmpty();
        return whole && (capitals || marked) ? LevelWords.of(word) : Optional.empty();
    }

    private static boolean mayComeFirst(String token) {
        boolean time = token.chars().anyMatch(Character::isDigit);
        boolean sign = token.chars().noneMatch(Character::isLetterOrDigit);
        return time || sign || token.startsWith("[") || token.startsWith("(") || token.endsWith("]");
    }

    private static Optional<LogLevel> byKey(String head) {
        Matcher key = KEY.matcher(head);
        return key.find() ? LevelWords.of(key.group(1)) : Optional.empty();
    }
}
