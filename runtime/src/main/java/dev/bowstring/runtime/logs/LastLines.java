package dev.bowstring.runtime.logs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last few lines a node wrote to its stderr or stdout, for the reason why it failed. Any thread. */
public final class LastLines implements LineSink {
    private static final int KEPT = 10;

    private final LogSource source;
    private final Deque<String> lines = new ArrayDeque<>(KEPT);

    /** Keeps what comes from stderr. */
    public LastLines() {
        this(LogSource.STDERR);
    }

    /** Keeps what comes from there. */
    public LastLines(LogSource source) {
        this.source = source;
    }

    @Override
    public synchronized void accept(LogLine line) {
        if (line.source() == source) {
            if (lines.size() == KEPT) {
                lines.removeFirst();
            }
            lines.addLast(line.text());
        }
    }

    /** Oldest first. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** A sentence with the lines after it, if there are any. */
    public String after(String sentence) {
        List<String> all = lines();
        return all.isEmpty() ? sentence : sentence + "; its last words:\n    " + String.join("\n    ", all);
    }
}
