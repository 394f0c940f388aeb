package dev.bowstring.runtime.logs;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log of one node from its oldest line on, over all its files, also while it is written: every line once, in order.
 * Lines that go with their file before they are read are counted. One thread.
 */
public final class LogTail implements AutoCloseable {
    private static final long NONE = -1;
    /**
     * So many names in a row without a file are behind the oldest one. While files are renamed one name is free at a time,
     * which may meet us once more when a whole rotation passes between two looks.
     */
    private static final int GAP = 5;

    private final LogFiles files;
    private @Nullable LogFile file;
    private long firstOfFile = NONE;
    private long last;
    private long gone;

    /** @param directory the {@code logs} directory of a run */
    public LogTail(Path directory, String node) {
        this.files = new LogFiles(directory, node);
    }

    /** The next line, without taking it; empty when there is none now. */
    public Optional<LogLine> peek() throws IOException {
        Optional<NumberedLine> next = current();
        while (next.isEmpty() && moveOn()) {
            next = current();
        }
        return next.map(NumberedLine::line);
    }

    /** Takes the line that was last peeked at. */
    public void take() throws IOException {
        Optional<NumberedLine> next = current();
        if (next.isPresent() && file != null) {
            gone += Math.max(0, next.get().number() - last - 1);
            last = next.get().number();
            file.take();
        }
    }

    /** How many lines are missing before the one that was taken last: their files were deleted to make room. */
    public long gone() {
        return gone;
    }

    private Optional<NumberedLine> current() throws IOException {
        if (file == null) {
            return Optional.empty();
        }
        Optional<NumberedLine> next = file.peek();
        while (next.isPresent() && next.get().number() <= last) {
            file.take();
            next = file.peek();
        }
        return next;
    }

    /**
     * Goes on with the file behind the one that was read to its end, if there is one. Whether there is has to be known
     * before the end is seen: what is written last before a file is full is read then.
     */
    private boolean moveOn() throws IOException {
        LogFile next = next();
        if (next == null) {
            return false;
        }
        if (current().isPresent()) {
            next.close();
            return true;
        }
        close();
        file = next;
        firstOfFile = next.firstNumber();
        return true;
    }

    /**
     * The oldest file with lines not read yet that is not the one being read. From the newest on: a file that is renamed
     * meanwhile is seen twice, never missed.
     */
    private @Nullable LogFile next() throws IOException {
        LogFile found = null;
        boolean allSeen = false;
        int missing = 0;
        for (int age = 0; missing < GAP && !allSeen; age++) {
            LogFile candidate = open(age);
            missing = candidate == null ? missing + 1 : 0;
            if (candidate != null) {
                long first = candidate.firstNumber();
                allSeen = first > 0 && (first == firstOfFile || first <= last + 1); // all older ones have been read
                found = newer(first > 0 && first != firstOfFile, candidate, found);
            }
        }
        return found;
    }

    /** The candidate if it is to be taken, else what there was before; the other one is closed. */
    private static @Nullable LogFile newer(boolean take, LogFile candidate, @Nullable LogFile before)
            throws IOException {
        if (!take) {
            candidate.close();
            return before;
        }
        if (before != null) {
            before.close();
        }
        return candidate;
    }

    private @Nullable LogFile open(int age) throws IOException {
        try {
            return LogFile.open(files.node(), age == 0 ? files.current() : files.rotated(age));
        } catch (NoSuchFileException renamed) {
            return null; // It is between two names just now, or was deleted.
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
