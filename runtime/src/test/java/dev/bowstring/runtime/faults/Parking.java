package dev.bowstring.runtime.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Where a victim waits for its fault: its gate calls {@link #pass}. */
public final class Parking {
    /** Says that the victim waits. */
    static final String PARKED = "parked";

    /** Lets it go on. */
    static final String OPEN = "open";

    private static final AtomicLong PASSAGES = new AtomicLong();
    private static final long PAUSE_NS = 2_000_000;

    private static volatile long stopAt;
    private static volatile Path directory;

    private Parking() {}

    static void at(long passage, Path files) {
        directory = files;
        stopAt = passage;
    }

    /** Called by the code that has a gate in it. */
    public static void pass() {
        if (PASSAGES.incrementAndGet() == stopAt) {
            try {
                Files.createFile(directory.resolve(PARKED));
            } catch (IOException impossible) {
                throw new IllegalStateException(impossible); // a directory of the test's own
            }
            while (!Files.exists(directory.resolve(OPEN))) {
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
    }
}
