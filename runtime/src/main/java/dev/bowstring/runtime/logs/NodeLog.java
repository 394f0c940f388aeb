package dev.bowstring.runtime.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The log of one node on disk, a JSON object for each line, over all lives of the node. A file that is full is kept beside
 * the next one until there are too many; how many lines go with the oldest is counted. Any thread.
 *
 * <p>While the disk takes nothing the run goes on without the log, which says so once, tries again every second, and says
 * how many lines it misses.
 */
public final class NodeLog implements LineSink, AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final LogFiles files;
    private final LogLimits limits;
    private final Consumer<String> complaints;
    private final Deque<Long> rotatedLines = new ArrayDeque<>(); // of the rotated files, newest first
    private @Nullable OutputStream out; // null while there is no file to write, between two or since none can be made
    private boolean open = true;
    private boolean torn;
    private Instant lastTry = Instant.MIN;
    private long bytes;
    private long lines;
    private long number;
    private long rotatedAway;
    private long missing;
    private long missed;

    /**
     * Creates the first file.
     *
     * @param directory the {@code logs} directory of the run
     * @throws UncheckedIOException if it cannot be made, or is there already
     */
    public NodeLog(Path directory, String node, LogLimits limits, Consumer<String> complaints) {
        this.files = new LogFiles(directory, node);
        this.limits = limits;
        this.complaints = complaints;
        try {
            this.out = Files.newOutputStream(files.current(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException failure) {
            throw new UncheckedIOException(files.current() + ": cannot write a log here", failure);
        }
    }

    @Override
    public synchronized void accept(LogLine line) {
        number++;
        if (!open || (torn && justTried(line.time()))) {
            missing++;
            return;
        }
        try {
            write(LogJson.write(number, line).getBytes(UTF_8));
            foundAgain();
        } catch (IOException failure) {
            lose(line, failure); // The node must not end because a disk is full.
        }
    }

    private void write(byte[] json) throws IOException {
        if (bytes + json.length > limits.maxBytes() && lines > 0) {
            rotate();
        }
        OutputStream file = file();
        if (torn) {
            file.write('\n'); // Part of the line that failed may be there: it must not spoil this one.
            bytes++;
        }
        file.write(json);
        bytes += json.length;
        lines++;
    }

    /** There is none between two files, and after one could not be put away. */
    private OutputStream file() throws IOException {
        OutputStream file = out;
        if (file == null) {
            file = Files.newOutputStream(files.current(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            out = file;
        }
        return file;
    }

    private void rotate() throws IOException {
        shut();
        if (rotatedLines.size() == limits.rotatedFiles()) {
            deleteOldest();
        }
        for (int age = rotatedLines.size(); age > 0; age--) {
            move(files.rotated(age), files.rotated(age + 1));
        }
        if (limits.rotatedFiles() > 0) {
            move(files.current(), files.rotated(1));
            rotatedLines.addFirst(lines);
        }
        lines = 0;
        bytes = 0;
    }

    private void shut() throws IOException {
        OutputStream file = out;
        out = null;
        if (file != null) {
            file.close();
        }
    }

    private static void move(Path from, Path to) throws IOException {
        if (Files.exists(from)) { // Somebody may have deleted it by hand.
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private void deleteOldest() throws IOException {
        boolean first = rotatedAway == 0;
        Path oldest = limits.rotatedFiles() == 0 ? files.current() : files.rotated(limits.rotatedFiles());
        Files.deleteIfExists(oldest);
        rotatedAway += limits.rotatedFiles() == 0 ? lines : rotatedLines.removeLast();
        if (first) {
            complaints.accept("the log of " + files.node() + " is full: its oldest lines go from now on; raise"
                    + " `max_log_size` or `max_rotated_files` to keep more");
        }
    }

    private void lose(LogLine line, IOException failure) {
        if (!torn) {
            complaints.accept(
                    "the log of " + files.node() + " misses lines from here on: " + files.current() + ": " + failure);
        }
        torn = true;
        missing++;
        lastTry = line.time();
    }

    /** The clock may have been set back meanwhile. */
    private boolean justTried(Instant now) {
        return !now.isBefore(lastTry) && now.isBefore(lastTry.plus(PAUSE));
    }

    private void foundAgain() {
        if (torn) {
            torn = false;
            complaints.accept(files.current() + " goes on; it misses " + (missing - missed) + " lines");
            missed = missing;
        }
    }

    /** How many lines are on disk. */
    synchronized long stored() {
        return lines + rotatedLines.stream().mapToLong(Long::longValue).sum();
    }

    /** How many lines were deleted to make room. */
    synchronized long rotatedAway() {
        return rotatedAway;
    }

    /** How many lines the disk did not take, or came after the end. */
    synchronized long missing() {
        return missing;
    }

    @Override
    public synchronized void close() {
        if (open && torn) {
            complaints.accept(files.current() + " misses " + (missing - missed) + " lines");
        }
        open = false;
        try {
            shut();
        } catch (IOException ignored) {
            // Every line has been handed to the kernel already; there is nothing left that closing could lose.
        }
    }
}
