package dev.bowstring.benchmarks.contender;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The processes of one run. Those that still run when its scratch directory is closed are ended then. */
final class Running {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final int SHOWN = 2000;

    private final Scratch scratch;
    private final long deadlineNs = System.nanoTime() + PATIENCE_NS;
    private final List<Process> processes = new ArrayList<>();
    private final List<Path> printed = new ArrayList<>();

    Running(Scratch scratch) {
        this.scratch = scratch;
    }

    Process start(List<String> command, Map<String, String> environment) {
        Path file = scratch.file("printed-" + processes.size());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(file.toFile());
        builder.environment().putAll(environment);
        builder.directory(scratch.directory().toFile());
        try {
            Process process = builder.start();
            processes.add(process);
            scratch.owns(process);
            printed.add(file);
            return process;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Waits until all of them have ended well. */
    void await() {
        for (int i = 0; i < processes.size(); i++) {
            if (!ended(processes.get(i))) {
                throw new FailedRunException("still running after a minute" + shown(i));
            }
            if (processes.get(i).exitValue() != 0) {
                throw new FailedRunException("exit code " + processes.get(i).exitValue() + shown(i));
            }
        }
    }

    /** Waits until a file is there that a process writes. */
    void await(String name) {
        while (!Files.exists(scratch.file(name))) {
            if (System.nanoTime() > deadlineNs || processes.stream().noneMatch(Process::isAlive)) {
                throw new FailedRunException("nobody wrote " + name + shown(0));
            }
            pause(1);
        }
    }

    static void pause(long ms) {
        try {
            TimeUnit.MILLISECONDS.sleep(ms);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new FailedRunException("interrupted");
        }
    }

    private boolean ended(Process process) {
        try {
            return process.waitFor(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private String shown(int process) {
        try {
            String text = Files.readString(printed.get(process), StandardCharsets.ISO_8859_1);
            return text.isBlank() ? "" : ": " + text.substring(Math.max(0, text.length() - SHOWN));
        } catch (IOException failure) {
            return ": " + failure;
        }
    }
}
