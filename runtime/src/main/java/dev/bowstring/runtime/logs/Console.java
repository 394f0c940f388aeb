package dev.bowstring.runtime.logs;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Shows the lines of all nodes, each behind the name of its node, and the supervisor's own notes. Lines of a node's
 * stderr are marked with {@code !}.
 *
 * <p>One thread prints. When the terminal falls behind, nodes that print wait for it as they would if they wrote to it
 * themselves, but not for long: a terminal that takes too little for {@value #PATIENCE_MS} ms gets fewer lines, which are
 * counted, and told of when it takes some again. The supervisor never waits.
 */
public final class Console implements LineSink, AutoCloseable {
    static final int CAPACITY = 4096;
    static final int PATIENCE_MS = 500;
    private static final long PATIENCE_NS = PATIENCE_MS * 1_000_000L;
    private static final long FLUSH_SECONDS = 2;

    private static final Entry END = new Entry(System.err, "the end");

    private final BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicLong dropped = new AtomicLong();
    private final PrintStream out;
    private final PrintStream err;
    private final LineText text;
    private final Thread printer = new Thread(this::print, "bowstring-console");
    private volatile long behindSinceNs;
    private volatile boolean behind;
    private volatile boolean closed;
    private long told; // by the printing thread alone

    private record Entry(PrintStream stream, String text) {}

    /**
     * Starts the printing thread.
     *
     * @param nodes all nodes, in the order of the dataflow: it decides their colours
     */
    public Console(PrintStream out, PrintStream err, List<String> nodes, boolean colours) {
        this.out = out;
        this.err = err;
        this.text = new LineText(nodes, colours);
        printer.setDaemon(true);
        printer.start();
    }

    @Override
    public void accept(LogLine line) {
        try {
            if (!offer(new Entry(out, text.of(line)))) {
                dropped.incrementAndGet();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt(); // The run ends; whoever interrupts does not want the line.
            dropped.incrementAndGet();
        }
    }

    /** Waits while the queue is full, until it has not been half empty for too long. */
    private boolean offer(Entry entry) throws InterruptedException {
        if (closed) {
            return false;
        }
        if (queue.offer(entry)) {
            return true;
        }
        long nowNs = System.nanoTime();
        if (!behind) {
            behindSinceNs = nowNs;
            behind = true;
        }
        return queue.offer(entry, behindSinceNs + PATIENCE_NS - nowNs, TimeUnit.NANOSECONDS);
    }

    /** Shows a sentence of the supervisor on stderr, or several lines; never waits. */
    public void note(String text) {
        String lines = text.lines().map(LineSplitter::escape).collect(Collectors.joining(System.lineSeparator()));
        if (closed || !queue.offer(new Entry(err, LineText.NOTE + lines))) {
            dropped.incrementAndGet();
        }
    }

    /** How many lines and notes have not been shown, because the terminal took too little. */
    public long dropped() {
        return dropped.get();
    }

    private void print() {
        try {
            PrintStream last = out;
            for (Entry entry = queue.take(); !entry.equals(END); entry = queue.take()) {
                if (last != entry.stream) {
                    last.flush(); // Where both lead to one terminal, it shows the lines in their order.
                    last = entry.stream;
                }
                last.println(entry.text);
                if (queue.isEmpty()) {
                    last.flush();
                }
                catchUp();
            }
            last.flush();
        } catch (InterruptedException ended) {
            // Only close() interrupts this thread, when the terminal takes nothing any more, and counts what is left.
        }
    }

    private void catchUp() {
        if (behind && queue.size() <= CAPACITY / 2) {
            behind = false;
            long missing = dropped.get();
            if (missing > told) {
                err.println(LineText.NOTE + (missing - told) + " lines left out here, since nobody took them");
                err.flush();
                told = missing;
            }
        }
    }

    /** Prints what is queued, for at most two seconds, and ends the thread. What is left then counts as dropped. */
    @Override
    public void close() {
        closed = true;
        try {
            if (queue.offer(END, FLUSH_SECONDS, TimeUnit.SECONDS)) {
                printer.join(TimeUnit.SECONDS.toMillis(FLUSH_SECONDS));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt(); // Asked to hurry: what is still queued stays unprinted.
        }
        printer.interrupt();
        List<Entry> left = new ArrayList<>();
        queue.drainTo(left);
        left.remove(END);
        dropped.addAndGet(left.size());
    }
}
