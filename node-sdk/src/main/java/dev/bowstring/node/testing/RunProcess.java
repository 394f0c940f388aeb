package dev.bowstring.node.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One {@code bowstring run} as a process of its own. */
final class RunProcess {
    private static final long PAUSE_MS = 5;
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final Process process;
    private final RunFolder folder;
    private final Duration patience;

    private RunProcess(Process process, RunFolder folder, Duration patience) {
        this.process = process;
        this.folder = folder;
        this.patience = patience;
    }

    static RunProcess start(Path jar, Path flow, RunFolder folder, Duration patience) throws IOException {
        List<String> command = List.of(
                JAVA,
                "-jar",
                jar.toString(),
                "run",
                flow.toString(),
                "--shm-dir",
                folder.shm().toString(),
                "--data-dir",
                folder.data().toString(),
                "--json",
                folder.summary().toString());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(folder.out().toFile())
                .redirectError(folder.err().toFile());
        builder.environment().put("NO_COLOR", "1");
        return new RunProcess(builder.start(), folder, patience);
    }

    /** Waits until all nodes are connected, or the run is over already. */
    void awaitGo() throws IOException, InterruptedException {
        if (!await(() -> !process.isAlive() || folder.isGoing())) {
            throw new AssertionError("the dataflow does not run after " + patience + ": " + printed());
        }
        if (!process.isAlive() && !Files.exists(folder.summary())) {
            throw new AssertionError(
                    "the dataflow could not be started, exit code " + process.exitValue() + ": " + printed());
        }
    }

    private boolean await(BooleanSupplier condition) throws InterruptedException {
        long deadlineNs = System.nanoTime() + patience.toNanos();
        boolean met = condition.getAsBoolean();
        while (!met && System.nanoTime() < deadlineNs) {
            process.waitFor(PAUSE_MS, TimeUnit.MILLISECONDS);
            met = condition.getAsBoolean();
        }
        return met;
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Asks the runtime to stop the dataflow. */
    void stop() {
        process.destroy();
    }

    RunSummary awaitEnd() throws IOException, InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the dataflow does not end within " + patience + ": " + printed());
        }
        String json = Files.exists(folder.summary()) ? Files.readString(folder.summary()) : "{}";
        return RunSummary.of(process.exitValue(), json);
    }

    /** Waits for the end; without an end in time the runtime is killed, and the kernel kills its nodes with it. */
    void awaitEndOrKill() throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private String printed() throws IOException {
        return Files.readString(folder.out()) + Files.readString(folder.err());
    }
}
