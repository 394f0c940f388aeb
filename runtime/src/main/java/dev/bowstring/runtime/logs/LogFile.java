package dev.bowstring.runtime.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One file of a node's log, open for reading while it may still be written, renamed or deleted. One thread.
 *
 * <p>What is read at the end without a line end is kept until the rest is there.
 */
final class LogFile implements AutoCloseable {
    /** Longer than any line that was written: what has no end within it is somebody else's. */
    private static final int MOST_PENDING = 1 << 20;

    private final String node;
    private final InputStream in;
    private final byte[] chunk = new byte[64 << 10];
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private int at;
    private int end;
    private Optional<NumberedLine> head = Optional.empty();

    private LogFile(String node, InputStream in) {
        this.node = node;
        this.in = in;
    }

    /** @throws IOException if it is not there, or not readable */
    static LogFile open(String node, Path file) throws IOException {
        return new LogFile(node, Files.newInputStream(file));
    }

    /** The next line, without taking it; empty when there is none yet. */
    Optional<NumberedLine> peek() throws IOException {
        while (head.isEmpty()) {
            Optional<String> text = line();
            if (text.isEmpty()) {
                return head;
            }
            head = LogJson.read(node, text.get());
        }
        return head;
    }

    /** The number of its first line; 0 while it has none. Before any line is taken. */
    long firstNumber() throws IOException {
        return peek().map(NumberedLine::number).orElse(0L);
    }

    /** Takes the line that was last peeked at. */
    void take() {
        head = Optional.empty();
    }

    private Optional<String> line() throws IOException {
        while (at < end || fill()) {
            for (int i = at; i < end; i++) {
                if (chunk[i] == '\n') {
                    pending.write(chunk, at, i - at);
                    at = i + 1;
                    String text = pending.toString(UTF_8);
                    pending.reset();
                    return Optional.of(text);
                }
            }
            if (pending.size() < MOST_PENDING) {
                pending.write(chunk, at, end - at);
            }
            at = end;
        }
        return Optional.empty();
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(chunk));
        return end > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
