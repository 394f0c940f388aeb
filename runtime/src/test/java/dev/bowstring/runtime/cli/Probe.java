package dev.bowstring.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A {@link ProbeProgram} as a process of its own. */
final class Probe implements AutoCloseable {
    private static final List<String> FLAGS = List.of(
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED");

    private final Process process;
    private final Path out;

    private Probe(Process process, Path out) {
        this.process = process;
        this.out = out;
    }

    /** Starts a program that has nothing of the runtime but the run's id and where runs are. */
    static Probe start(Bowstring bowstring, String run, String... steps) throws Exception {
        return start(bowstring, FLAGS, run, steps);
    }

    static Probe withoutFlags(Bowstring bowstring, String run, String... steps) throws Exception {
        return start(bowstring, List.of(), run, steps);
    }

    private static Probe start(Bowstring bowstring, List<String> flags, String run, String... steps) throws Exception {
        Path classes = Path.of(ProbeProgram.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
        archive(bowstring).ifPresent(file -> command.addAll(List.of("-XX:SharedArchiveFile=" + file, "-Xlog:disable")));
        command.add("-cp");
        command.add(System.getProperty("bowstring.jar") + ":" + classes);
        command.addAll(List.of(ProbeProgram.class.getName(), run));
        command.addAll(List.of(steps));
        Path out = Files.createTempFile(bowstring.data().resolveSibling(""), "probe", ".out");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().put("BOWSTRING_SHM", bowstring.shm().toString());
        return new Probe(builder.start(), out);
    }

    /** With which the runtime has started a node last, if it has made one already. */
    private static Optional<Path> archive(Bowstring bowstring) throws IOException {
        Path archives = bowstring.data().resolve("cds");
        if (Files.notExists(archives)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(archives)) {
            return files.filter(file -> file.toString().endsWith(".jsa"))
                    .max(Comparator.comparing(file -> file.toFile().lastModified()));
        }
    }

    long pid() {
        return process.pid();
    }

    String output() throws IOException {
        return Files.readString(out);
    }

    Probe awaitOutput(String text) {
        await().atMost(Duration.ofSeconds(30)).until(() -> output().contains(text));
        return this;
    }

    void signal(String signal) throws Exception {
        Bowstring.signal(process, signal);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for its end; it must have done all its steps. */
    String end() throws Exception {
        assertThat(process.waitFor(60, TimeUnit.SECONDS))
                .as("ends: %s", output())
                .isTrue();
        assertThat(process.exitValue()).as(output()).isZero();
        return output();
    }

    int awaitDeath() throws Exception {
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
