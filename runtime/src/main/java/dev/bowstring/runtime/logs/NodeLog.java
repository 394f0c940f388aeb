package dev.bowstring.runtime.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * The log file of one node: one JSON object for each line, {@code {"time":"...","stream":"stdout","line":"..."}}. Any
 * thread. When the disk is full, or the file has {@value #MAX_BYTES} bytes, the run goes on without it, says so once, and
 * at the end how many lines are missing.
 */
public final class NodeLog implements LineSink, AutoCloseable {
    static final long MAX_BYTES = 256 << 20;

    private final Path file;
    private final Consumer<String> complaints;
    private final OutputStream out;
    private boolean open = true;
    private long room;
    private long missing;

    /** Creates the file. */
    public NodeLog(Path file, Consumer<String> complaints) {
        this(file, complaints, MAX_BYTES);
    }

    NodeLog(Path file, Consumer<String> complaints, long maxBytes) {
        this.room = maxBytes;
        this.file = file;
        this.complaints = complaints;
        try {
            this.out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException failure) {
            throw new UncheckedIOException(file + ": cannot write a log here", failure);
        }
    }

    @Override
    public synchronized void accept(LogLine line) {
        if (open && missing == 0) {
            write(line);
        } else {
            missing++;
        }
    }

    private void write(LogLine line) {
        byte[] json = json(line).getBytes(UTF_8);
        room -= json.length;
        if (room < 0) {
            endsBefore(line, "it is full");
            return;
        }
        try {
            out.write(json);
        } catch (IOException failure) {
            endsBefore(line, String.valueOf(failure.getMessage())); // The node must not end because a disk is full.
        }
    }

    private void endsBefore(LogLine line, String why) {
        missing = 1;
        complaints.accept("the log of " + line.node() + " ends here: " + file + ": " + why);
    }

    @Override
    public synchronized void close() {
        if (open && missing > 0) {
            complaints.accept(file + " misses " + missing + " lines");
        }
        open = false;
        try {
            out.close();
        } catch (IOException ignored) {
            // Every line has been handed to the kernel already; there is nothing left that closing could lose.
        }
    }

    static String json(LogLine line) {
        return "{\"time\":\"" + line.time() + "\",\"stream\":\"" + line.source().word() + "\",\"line\":\""
                + quoted(line.text()) + "\"}\n";
    }

    /** Escapes what JSON wants escaped in a text without control characters other than the tab. */
    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\t", "\\t");
    }
}
