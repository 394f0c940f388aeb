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
 * thread. When the disk is full the run goes on without it, and says so once.
 */
public final class NodeLog implements LineSink, AutoCloseable {
    private final Path file;
    private final Consumer<String> complaints;
    private final OutputStream out;
    private boolean open = true;

    /** Creates the file. */
    public NodeLog(Path file, Consumer<String> complaints) {
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
        if (!open) {
            return;
        }
        try {
            out.write(json(line).getBytes(UTF_8));
        } catch (IOException failure) {
            close();
            complaints.accept("the log of " + line.node() + " ends here: " + file + ": " + failure.getMessage());
        }
    }

    @Override
    public synchronized void close() {
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
