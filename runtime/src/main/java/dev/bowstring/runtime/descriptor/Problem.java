package dev.bowstring.runtime.descriptor;

import java.nio.file.Path;
import java.util.Comparator;

/**
 * One thing that is wrong with a dataflow file: where, what, and what to do about it. The text is safe to print: what
 * came from the file cannot move the cursor of a terminal.
 *
 * @param suggestion empty when there is nothing to suggest
 */
public record Problem(Path file, int line, int column, String message, String suggestion)
        implements Comparable<Problem> {
    private static final Comparator<Problem> ORDER = Comparator.comparingInt(Problem::line)
            .thenComparingInt(Problem::column)
            .thenComparing(Problem::message)
            .thenComparing(Problem::suggestion)
            .thenComparing(Problem::file);

    public Problem {
        message = Printable.of(message);
        suggestion = Printable.of(suggestion);
    }

    @Override
    public int compareTo(Problem other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        String place = Printable.of(file.toString()) + ":" + line + ":" + column + ": ";
        return suggestion.isEmpty() ? place + message : place + message + "; " + suggestion;
    }
}
