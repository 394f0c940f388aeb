package dev.bowstring.benchmarks.cell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Binds threads to CPUs. One thread of a JVM, and not all of it: a JVM that sees a single CPU works in another way, and its
 * compiler would run where the messages are waited for.
 */
public final class Cpu {
    private Cpu() {}

    /** Binds the calling thread, and the threads it starts from now on; does nothing if {@code cpu} is negative. */
    public static void bind(int cpu) {
        if (cpu < 0) {
            return;
        }
        try {
            Path thread = Files.readSymbolicLink(Path.of("/proc/thread-self"));
            Process taskset = new ProcessBuilder(List.of(
                            "taskset",
                            "-cp",
                            Integer.toString(cpu),
                            thread.getFileName().toString()))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (taskset.waitFor() != 0) {
                throw new IllegalStateException("taskset could not bind a thread: cpu=" + cpu);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }
}
