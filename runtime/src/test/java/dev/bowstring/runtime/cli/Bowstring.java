package dev.bowstring.runtime.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The {@code bowstring} command as a process of its own, with directories of its own. */
public final class Bowstring implements AutoCloseable {
    private static final List<String> CACHES = List.of("cds", "classes", "libraries");
    private static final Path SHARED_CACHES =
            Path.of("target", "caches-of-tests").toAbsolutePath();
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    static {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60)); // for what hangs: how quick it is, no test asserts
    }

    private final Path directory;
    private final Path shm;
    private final Path data;
    private final List<Process> started = new ArrayList<>();
    private List<String> jvmOptions = List.of();

    Bowstring(Path directory) {
        this(directory, directory.resolve("shm"));
    }

    Bowstring(Path directory, Path shm) {
        this(directory, shm, directory.resolve("data"));
    }

    /** @param data where logs and caches go; may be shared with others, which then start more quickly */
    public Bowstring(Path directory, Path shm, Path data) {
        this.directory = directory;
        this.shm = shm;
        this.data = data;
        try {
            Files.createDirectories(shm);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Nodes are compiled, and the class-data archive is made, once for all tests that ask for this: for each anew costs
     * seconds.
     */
    static Bowstring sharingCaches(Path directory) throws IOException {
        Bowstring bowstring = new Bowstring(directory);
        Files.createDirectory(bowstring.data);
        for (String cache : CACHES) {
            Path shared = Files.createDirectories(SHARED_CACHES.resolve(cache));
            Files.createSymbolicLink(bowstring.data.resolve(cache), shared);
        }
        return bowstring;
    }

    /** What a command left. */
    public record Ended(int exitCode, String out, String err) {}

    /** Options of the JVM in which commands run that are started from now on. */
    public void jvmOptions(List<String> options) {
        jvmOptions = List.copyOf(options);
    }

    Path data() {
        return data;
    }

    public Path shm() {
        return shm;
    }

    public Path flow(String yaml) throws IOException {
        return Files.writeString(directory.resolve("flow.yml"), yaml);
    }

    /** Runs a dataflow to its end. */
    public Ended run(String yaml, String... options) throws Exception {
        return end(start(yaml, options));
    }

    /** Runs another command than {@code run} to its end, over the same directories. */
    Ended command(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(JAVA.toString(), "-jar", System.getProperty("bowstring.jar")));
        command.addAll(List.of(words));
        Path out = Files.createTempFile(directory, "command", ".out");
        Path err = Files.createTempFile(directory, "command", ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("BOWSTRING_SHM", shm.toString());
        builder.environment().put("BOWSTRING_DATA", data.toString());
        Process process = builder.start();
        started.add(process);
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).as("ends in time").isTrue();
        return new Ended(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    }

    /** Starts a dataflow. */
    public Process start(String yaml, String... options) throws IOException {
        return startUnder(List.of(), yaml, options);
    }

    /** Starts a dataflow under another command. */
    Process startUnder(List<String> prefix, String yaml, String... options) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        // A build started in the background, or with nohup, ignores signals, and its children inherit that.
        command.addAll(List.of("env", "--default-signal=INT,TERM,HUP", JAVA.toString()));
        command.addAll(jvmOptions);
        command.addAll(List.of(
                "-jar",
                System.getProperty("bowstring.jar"),
                "run",
                flow(yaml).toString(),
                "--shm-dir",
                shm.toString(),
                "--data-dir",
                data.toString()));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile());
        builder.environment().putAll(Map.of("NO_COLOR", "1"));
        Process process = builder.start();
        started.add(process);
        return process;
    }

    /** Waits until the started command has shown a text. */
    public void awaitOutput(String text) {
        await().until(() -> Files.readString(directory.resolve("out")).contains(text));
    }

    public Ended end(Process process) throws Exception {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends in time").isTrue();
        return new Ended(
                process.exitValue(),
                Files.readString(directory.resolve("out"), UTF_8),
                Files.readString(directory.resolve("err"), UTF_8));
    }

    /** Sends a signal; to a process that has just ended, as from a user who is a little late. */
    public static void signal(Process process, String signal) throws Exception {
        signal(process.toHandle(), signal);
    }

    /** The same. */
    static void signal(ProcessHandle process, String signal) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
        assertThat(kill.waitFor() == 0 || !process.isAlive())
                .as("kill -" + signal)
                .isTrue();
    }

    /** Every process that a run in our shared memory has started, by its environment. */
    public List<Long> livingNodes() {
        String mark = "BOWSTRING_RUN_DIR=" + shm;
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.map(ProcessHandle::pid)
                    .filter(pid -> environment(pid).contains(mark))
                    .toList();
        }
    }

    /** The process of a node, not one that it has started. */
    public ProcessHandle livingNode(String node) {
        return findNode(node).orElseThrow();
    }

    /** The same; empty while there is none. */
    public Optional<ProcessHandle> findNode(String node) {
        return started.stream()
                .flatMap(Process::children)
                .filter(process -> environment(process.pid()).contains("BOWSTRING_NODE=" + node + "\0"))
                .findFirst();
    }

    /** What the started command has said so far on stderr. */
    String errors() throws IOException {
        return Files.readString(directory.resolve("err"));
    }

    private static String environment(long pid) {
        try {
            return Files.readString(
                    Path.of("/proc", Long.toString(pid), "environ"), java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return ""; // It has ended, or it is not ours.
        }
    }

    /** Starts a dataflow whose stdout is a full pipe, until {@link #readAll} reads it. */
    Process startUnread(String yaml, String... options) throws IOException {
        String script = "mkfifo \"$0\"; exec 3<>\"$0\"; head -c 65536 /dev/zero >&3; exec \"$@\" >&3 3>&-";
        return startUnder(List.of("sh", "-c", script, unread().toString()), yaml, options);
    }

    /** Reads that pipe until the process has ended. */
    Ended readAll(Process process) throws Exception {
        Files.copy(unread(), directory.resolve("out"), StandardCopyOption.REPLACE_EXISTING);
        return end(process);
    }

    private Path unread() {
        return directory.resolve("unread");
    }

    /** Waits until the log of a node on disk has so many lines. */
    void awaitLog(String node, long lines) {
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
            try (Stream<Path> files = Files.walk(data)) {
                Path log = files.filter(file -> file.endsWith(node + ".jsonl"))
                        .findFirst()
                        .orElseThrow();
                return Files.readAllLines(log).size() == lines;
            }
        });
    }

    public void assertNothingLeft() throws IOException {
        assertThat(livingNodes()).as("processes left").isEmpty();
        try (Stream<Path> files = Files.list(shm)) {
            assertThat(files).as("files left").isEmpty();
        }
    }

    @Override
    public void close() {
        started.forEach(Process::destroyForcibly);
        livingNodes().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        CACHES.forEach(this::unlink);
    }

    /** JUnit deletes the rest, and warns of each link that leads elsewhere. */
    private void unlink(String cache) {
        Path link = data.resolve(cache);
        try {
            if (Files.isSymbolicLink(link)) {
                Files.delete(link);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
