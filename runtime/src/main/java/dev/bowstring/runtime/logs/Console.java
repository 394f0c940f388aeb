package dev.bowstring.runtime.logs;

import java.io.PrintStream;
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
 * <p>One thread prints. When the terminal does not take more, nodes that print wait, as they would if they wrote to it
 * themselves; the supervisor never waits: its notes are dropped instead.
 */
public final class Console implements LineSink, AutoCloseable {
    private static final int CAPACITY = 1024;
    private static final long FLUSH_SECONDS = 2;
    private static final int[] COLOURS = {36, 33, 32, 35, 34, 96, 93, 92, 95, 94};

    private static final Entry END = new Entry(System.err, "the end");

    private final BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicLong dropped = new AtomicLong();
    private final PrintStream out;
    private final PrintStream err;
    private final List<String> nodes;
    private final boolean colours;
    private final int width;
    private final Thread printer = new Thread(this::print, "bowstring-console");

    private record Entry(PrintStream stream, String text) {}

    /**
     * Starts the printing thread.
     *
     * @param nodes all nodes, in the order of the dataflow: it decides their colours
     */
    public Console(PrintStream out, PrintStream err, List<String> nodes, boolean colours) {
        this.out = out;
        this.err = err;
        this.nodes = nodes;
        this.colours = colours;
        this.width = nodes.stream().mapToInt(String::length).max().orElse(0);
        printer.setDaemon(true);
        printer.start();
    }

    @Override
    public void accept(LogLine line) {
        try {
            queue.put(new Entry(out, render(line)));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt(); // The run ends; whoever interrupts does not want the line.
        }
    }

    /** Shows a sentence of the supervisor on stderr, or several lines; never waits. */
    public void note(String text) {
        String lines = text.lines().map(LineSplitter::escape).collect(Collectors.joining(System.lineSeparator()));
        if (!queue.offer(new Entry(err, "bowstring: " + lines))) {
            dropped.incrementAndGet();
        }
    }

    /** How many notes found no room, because the terminal took nothing. */
    public long dropped() {
        return dropped.get();
    }

    String render(LogLine line) {
        boolean error = line.source() == LogSource.STDERR;
        String name = String.format("%-" + Math.max(1, width) + "s", line.node());
        if (!colours) {
            return name + (error ? " ! " : " | ") + line.text();
        }
        int colour = COLOURS[Math.max(0, nodes.indexOf(line.node())) % COLOURS.length];
        String bar = error ? "\u001b[31m!\u001b[0m" : "|";
        return "\u001b[" + colour + "m" + name + "\u001b[0m " + bar + " " + line.text();
    }

    private void print() {
        try {
            for (Entry entry = queue.take(); !entry.equals(END); entry = queue.take()) {
                entry.stream.println(entry.text);
                if (queue.isEmpty()) {
                    entry.stream.flush();
                }
            }
        } catch (InterruptedException closed) {
            queue.clear(); // Only close() interrupts this thread, when the terminal takes nothing any more.
        }
    }

    /** Prints what is queued, for at most two seconds, and ends the thread. */
    @Override
    public void close() {
        try {
            if (queue.offer(END, FLUSH_SECONDS, TimeUnit.SECONDS)) {
                printer.join(TimeUnit.SECONDS.toMillis(FLUSH_SECONDS));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt(); // Asked to hurry: what is still queued stays unprinted.
        }
        printer.interrupt();
    }
}
