package dev.bowstring.runtime.logs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last few lines a node wrote to its stderr, for the reason why it failed. Any thread. */
public final class LastLines implements LineSink {
    private static final int KEPT = 10;

    private final Deque<String> lines = new ArrayDeque<>(KEPT);

    @Override
    public synchronized void accept(LogLine line) {
        if (line.source() == LogSource.STDERR) {
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
