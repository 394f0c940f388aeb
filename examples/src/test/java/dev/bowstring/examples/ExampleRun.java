package dev.bowstring.examples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One {@code bowstring run} as a process of its own, with directories of its own. */
final class ExampleRun {
    /** The root of the repository. */
    static final Path ROOT = Path.of("").toAbsolutePath().resolveSibling("");

    /** Nodes are compiled, and the class-data archive is made, once for all tests: for each anew costs seconds. */
    private static final Path SHARED_CACHES =
            Path.of("target", "caches-of-tests").toAbsolutePath();

    private static final List<String> CACHES = List.of("cds", "classes", "libraries");
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final int PATIENCE_S = 120;

    private final Path scratch;
    private final Path shm;

    private ExampleRun(Path scratch, Path shm) {
        this.scratch = scratch;
        this.shm = shm;
    }

    /** What a run left. */
    record Ended(int exitCode, String out, String err) {}

    /**
     * Runs a dataflow to its end, and sees to it that no process and no file is left.
     *
     * @param from the working directory
     * @param flow the dataflow, relative to it
     */
    static Ended run(Path scratch, Path from, Path flow) throws Exception {
        return command(scratch, from, "run", flow.toString());
    }

    /**
     * The same for a command that runs a dataflow with other arguments.
     *
     * @param arguments the command first
     */
    static Ended command(Path scratch, Path from, String... arguments) throws Exception {
        Path shm = Files.createTempDirectory(Path.of("/dev/shm"), "examples-");
        ExampleRun run = new ExampleRun(scratch, shm);
        try {
            Ended ended = run.start(from, List.of(arguments));
            assertThat(run.livingNodes()).as("processes left").isEmpty();
            try (Stream<Path> files = Files.list(shm)) {
                assertThat(files).as("files left").isEmpty();
            }
            return ended;
        } finally {
            run.clear();
        }
    }

    private Ended start(Path from, List<String> arguments) throws Exception {
        Path out = scratch.resolve("out");
        Path err = scratch.resolve("err");
        List<String> command = new ArrayList<>(List.of(JAVA.toString(), "-jar", System.getProperty("bowstring.jar")));
        command.addAll(arguments);
        command.addAll(List.of("--data-dir", data().toString()));
        if (!arguments.get(0).equals("recording")) {
            command.addAll(List.of("--shm-dir", shm.toString()));
        }
        Process process = new ProcessBuilder(command)
                .directory(from.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS))
                    .as("ends by itself; so far: %s", Files.readString(out))
                    .isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private Path data() throws IOException {
        Path data = Files.createDirectories(scratch.resolve("data"));
        for (String cache : CACHES) {
            Path shared = Files.createDirectories(SHARED_CACHES.resolve(cache));
            if (Files.notExists(data.resolve(cache))) {
                Files.createSymbolicLink(data.resolve(cache), shared);
            }
        }
        return data;
    }

    /** Every process that a run in our shared memory has started, by its environment. */
    private List<ProcessHandle> livingNodes() {
        String mark = "BOWSTRING_RUN_DIR=" + shm;
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(process -> environment(process).contains(mark)).toList();
        }
    }

    private static String environment(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "environ"), ISO_8859_1);
        } catch (IOException gone) {
            return ""; // It has ended, or it is not ours.
        }
    }

    /** After a failure, a run may have left anything; after a success, there is nothing but the directory. */
    private void clear() throws IOException {
        livingNodes().forEach(ProcessHandle::destroyForcibly);
        for (String cache : CACHES) {
            Files.deleteIfExists(scratch.resolve("data").resolve(cache)); // a link, of which JUnit would warn
        }
        try (Stream<Path> files = Files.walk(shm)) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(file);
            }
        }
    }
}
