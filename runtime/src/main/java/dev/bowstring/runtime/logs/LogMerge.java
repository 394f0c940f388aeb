package dev.bowstring.runtime.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the logs of several nodes of a run as one, by time. One thread. */
public final class LogMerge implements AutoCloseable {
    private final List<LogTail> tails = new ArrayList<>();
    /** Those with lines left in this pass: to ask one that has none costs a look at its directory. */
    private final List<LogTail> ready = new ArrayList<>();

    private boolean underWay;

    /** @param directory the {@code logs} directory of a run */
    public LogMerge(Path directory, List<String> nodes) {
        nodes.forEach(node -> tails.add(new LogTail(directory, node)));
    }

    /** The nodes that have a log there, the runtime's own among them, by name. */
    public static List<String> nodes(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(path -> String.valueOf(path.getFileName()))
                    .filter(name -> name.endsWith(LogFiles.SUFFIX))
                    .map(name -> name.substring(0, name.indexOf('.')))
                    .distinct()
                    .sorted()
                    .toList();
        }
    }

    /**
     * The earliest line of those not taken yet. Empty when no log has any more; the next call looks again.
     */
    public Optional<LogLine> next() throws IOException {
        if (!underWay) {
            ready.addAll(tails);
            underWay = true;
        }
        LogTail earliest = null;
        Optional<LogLine> next = Optional.empty();
        for (Iterator<LogTail> all = ready.iterator(); all.hasNext(); ) {
            LogTail tail = all.next();
            Optional<LogLine> line = tail.peek();
            if (line.isEmpty()) {
                all.remove();
            } else if (next.isEmpty() || line.get().time().isBefore(next.get().time())) {
                earliest = tail;
                next = line;
            }
        }
        if (earliest == null) {
            underWay = false;
        } else {
            earliest.take();
        }
        return next;
    }

    /** How many lines are missing before those that were taken: their files were deleted to make room. */
    public long gone() {
        return tails.stream().mapToLong(LogTail::gone).sum();
    }

    @Override
    public void close() throws IOException {
        for (LogTail tail : tails) {
            tail.close();
        }
    }
}
