package dev.bowstring.benchmarks.startup;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The example {@code hello}, run again and again over one data directory. */
final class HelloRun {
    private static final String FIRST = "Hello, world 1 of 5";
    private static final int ATTEMPTS = 5;

    private final List<String> command;
    private final Path data;

    HelloRun(Path jar, Path flow, Path data) {
        this.data = data;
        this.command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                jar.toString(),
                "run",
                flow.toString(),
                "--data-dir",
                data.toString());
    }

    /** Runs it to its end; returns how long the first message took. */
    long firstMessageMs() throws IOException, InterruptedException {
        long startNs = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long firstNs = 0;
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (firstNs == 0 && line.endsWith(FIRST)) {
                    firstNs = System.nanoTime();
                }
            }
        }
        if (process.waitFor() != 0 || firstNs == 0) {
            throw new IllegalStateException("the run failed: exit=" + process.exitValue() + " command=" + command);
        }
        return TimeUnit.NANOSECONDS.toMillis(firstNs - startNs);
    }

    /** A run makes the archive beside its work, if it has the time. */
    void makeArchive() throws IOException, InterruptedException {
        for (int attempt = 0; attempt < ATTEMPTS && !archived(); attempt++) {
            firstMessageMs();
        }
        if (!archived()) {
            throw new IllegalStateException("no archive appears in " + data);
        }
    }

    private boolean archived() throws IOException {
        Path archives = data.resolve("cds");
        if (!Files.isDirectory(archives)) {
            return false;
        }
        try (Stream<Path> files = Files.list(archives)) {
            return files.anyMatch(file -> file.toString().endsWith(".jsa"));
        }
    }

    /** Deletes a cache. */
    void forget(String cache) throws IOException {
        delete(data.resolve(cache));
    }

    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
