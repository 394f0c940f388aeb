package dev.bowstring.benchmarks.cell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A cell as a program is given it: what to do, and where the result goes. */
public final class Work {
    /** The first word of a message whose time is not recorded. */
    public static final long NOT_RECORDED = 0;

    /** The first word of the last message. */
    public static final long THE_END = -1;

    /** The first word of a message that is sent for the compilers: of its payload only a beginning is written and read. */
    public static final long WARM_UP = -2;

    /** The same, and both ends rest for a moment behind it. */
    public static final long REST = -3;

    /** The first word of the message with which a saturated source has warmed up. */
    public static final long WARM = -4;

    /** The file that says that somebody wants to look at the floor in the middle. */
    public static final String LOOK_FILE = "look";

    /** The file with which a process says that it holds still. */
    public static final String WARM_FILE = "warm";

    /** The file that lets it go on. */
    public static final String GO_FILE = "go";

    private static final long MILLISECOND_NS = 1_000_000;
    private static final int LARGE = 4096;

    private final Map<String, String> pairs;
    private final Path directory;

    /** What {@link Cell#text} says, for a result in this directory. */
    public Work(String text, Path directory) {
        this.pairs = Cell.parse(text);
        this.directory = directory;
    }

    /** From the environment: {@code BENCH_CELL} and {@code BENCH_DIRECTORY}; binds the calling thread if it says so. */
    public static Work fromEnvironment() {
        Work work = new Work(System.getenv("BENCH_CELL"), Path.of(System.getenv("BENCH_DIRECTORY")));
        Cpu.bind((int) work.number("cpu"));
        return work;
    }

    /** The value of a key. */
    public String text(String key) {
        String value = pairs.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no " + key + " in the cell: " + pairs);
        }
        return value;
    }

    /** The value of a key that is a number. */
    public long number(String key) {
        return Long.parseLong(text(key));
    }

    /** The value of a key that is a number of milliseconds, in nanoseconds. */
    long ns(String key) {
        return number(key) * MILLISECOND_NS;
    }

    /** The payload of each message. */
    public int bytes() {
        return (int) number("bytes");
    }

    /** Whether every byte is written and read. */
    public boolean fills() {
        return number("fill") != 0;
    }

    /** Whether messages are due at fixed times. */
    boolean paced() {
        return number("period_ns") > 0;
    }

    /** The clock is read once in so many messages where they are many. */
    int each() {
        return bytes() < LARGE ? 64 : 1;
    }

    /** A file that processes of a cell show each other, or leave as their result. */
    public Path file(String name) {
        return directory.resolve(name);
    }

    /** Says that this process can receive. */
    public void ready() {
        create("ready");
    }

    private void create(String name) {
        try {
            Files.createFile(file(name));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Waits until the other process can receive. */
    public void awaitReady() {
        while (!Files.exists(file("ready"))) {
            Clock.sleep(MILLISECOND_NS);
        }
    }

    /** Warm now: waits until somebody has looked at the floor, where {@link #LOOK_FILE} says that somebody does. */
    void hold() {
        if (!Files.exists(file(LOOK_FILE))) {
            return;
        }
        create(WARM_FILE);
        while (!Files.exists(file(GO_FILE))) {
            Clock.sleep(MILLISECOND_NS);
        }
    }

    /** Leaves what this process has to tell: samples in nanoseconds, and how many messages went through it. */
    public void result(String role, Samples samples, long messages, long windowMessages, long windowNs) {
        try {
            samples.write(file(role + ".ns"));
            Files.writeString(
                    file(role + ".txt"),
                    "messages=" + messages + "\nwindow_messages=" + windowMessages + "\nwindow_ns=" + windowNs + "\n");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
