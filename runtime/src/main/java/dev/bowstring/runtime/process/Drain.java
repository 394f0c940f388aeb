package dev.bowstring.runtime.process;

import dev.bowstring.runtime.logs.LineLevels;
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
    private final Launch launch;
    private final LogSource source;
    private final InputStream pipe;
    private final LineSink lines;
    private final LineLevels levels;
    private final Runnable drained;
    private volatile long handedOn;
    private volatile State state = State.HANDING_ON;

    private enum State {
        READING,
        HANDING_ON,
        DONE
    }

    private Drain(Launch launch, LogSource source, InputStream pipe, LineSink lines, Runnable drained) {
        this.launch = launch;
        this.source = source;
        this.pipe = pipe;
        this.lines = lines;
        this.drained = drained;
        this.levels = new LineLevels(source);
    }

    static Drain start(Launch launch, LogSource source, InputStream pipe, LineSink lines, Runnable drained) {
        Drain drain = new Drain(launch, source, pipe, lines, drained);
        Thread thread = new Thread(drain, "bowstring-" + source.word() + "-" + launch.node());
        thread.setDaemon(true);
        thread.start();
        return drain;
    }

    boolean done() {
        return state == State.DONE;
    }

    /** Whether it waits for the process to print more, and not for somebody who takes the lines. */
    boolean reading() {
        return state == State.READING;
    }

    /** How many bytes have been handed on. */
    long handedOn() {
        return handedOn;
    }

    @Override
    public void run() {
        LineSplitter splitter = new LineSplitter(this::handOn);
        byte[] bytes = new byte[8 << 10];
        try (pipe) {
            for (int count = read(bytes); count >= 0; count = read(bytes)) {
                splitter.feed(bytes, count);
                handedOn = handedOn() + count; // written by this thread alone
            }
        } catch (IOException failure) {
            // Not the end of a process, that reads as the end of the pipe: say that the log is not whole.
            splitter.finish();
            handOn("(the rest cannot be read: " + failure + ")");
        }
        splitter.finish();
        state = State.DONE;
        drained.run();
    }

    private void handOn(String text) {
        lines.accept(new LogLine(launch.node(), launch.incarnation(), source, Instant.now(), levels.next(text), text));
    }

    private int read(byte[] bytes) throws IOException {
        state = State.READING;
        int count = pipe.read(bytes);
        state = State.HANDING_ON;
        return count;
    }
}
