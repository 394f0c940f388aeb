package dev.bowstring.runtime.process;

import dev.bowstring.runtime.logs.LineSink;
import dev.bowstring.runtime.logs.LineSplitter;
import dev.bowstring.runtime.logs.LogLine;
import dev.bowstring.runtime.logs.LogSource;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;

/**
 * Reads one pipe of a node to its end, always: a process whose pipe is full stands still. A daemon thread, because a
 * process that has left the session of its node can hold the pipe open for ever.
 */
final class Drain implements Runnable {
    private final String node;
    private final LogSource source;
    private final InputStream pipe;
    private final LineSink lines;
    private final Runnable drained;
    private volatile boolean done;

    private Drain(String node, LogSource source, InputStream pipe, LineSink lines, Runnable drained) {
        this.node = node;
        this.source = source;
        this.pipe = pipe;
        this.lines = lines;
        this.drained = drained;
    }

    static Drain start(String node, LogSource source, InputStream pipe, LineSink lines, Runnable drained) {
        Drain drain = new Drain(node, source, pipe, lines, drained);
        Thread thread = new Thread(drain, "bowstring-" + source.word() + "-" + node);
        thread.setDaemon(true);
        thread.start();
        return drain;
    }

    boolean done() {
        return done;
    }

    @Override
    public void run() {
        LineSplitter splitter = new LineSplitter(text -> lines.accept(new LogLine(node, source, Instant.now(), text)));
        byte[] bytes = new byte[8 << 10];
        try (pipe) {
            for (int count = pipe.read(bytes); count >= 0; count = pipe.read(bytes)) {
                splitter.feed(bytes, count);
            }
        } catch (IOException closed) {
            // The JDK closes the pipe of a process that has ended while a stranger holds its other end: no more lines.
        }
        splitter.finish();
        done = true;
        drained.run();
    }
}
