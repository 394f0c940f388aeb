package dev.bowstring.runtime.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bowstring.runtime.cli.Bowstring.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of what nodes print: on disk, at nodes that read it, and for who looks later. */
@Tag("process")
@Tag("one-jdk")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class LogsIT {
    private static final int MANY = 1_000_000;

    @TempDir
    Path directory;

    private final List<Process> started = new ArrayList<>();
    private Bowstring bowstring;

    @BeforeEach
    void makeDirectories() throws Exception {
        bowstring = Bowstring.sharingCaches(directory);
    }

    @AfterEach
    void leaveNothing() {
        started.forEach(Process::destroyForcibly);
        bowstring.close();
    }

    @Test
    void shouldKeepOneHundredMegabytesWithinItsFilesAndAccountForEveryLine() throws Exception {
        Path json = directory.resolve("summary.json");
        String words = "w".repeat(93);

        Ended ended = bowstring.run("""
                max_log_size: 1MiB
                max_rotated_files: 3
                nodes:
                  - id: chatty
                    path: /bin/sh
                    args: ["-c", "seq -f '%%07.0f %s' 1 %d"]
                """.formatted(words, MANY), "--json", json.toString());

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        JsonNode log = new ObjectMapper().readTree(json.toFile()).get("logs").get(0);
        assertThat(log.get("printed").asLong()).isEqualTo(MANY);
        assertThat(log.get("stored").asLong() + log.get("rotatedAway").asLong()).isEqualTo(MANY);
        assertThat(log.get("missing").asLong()).isZero();
        assertThat(log.get("heldBack").asLong()).isPositive();
        assertThat(bytesOfLogs("chatty")).isBetween(3L << 20, 4L << 20);
        assertThat(ended.err()).contains("chatty prints more than 5000 lines a second", "the log of chatty is full");
        assertThat(ended.out()).contains("chatty printed 1000000 lines");
        assertThat(newestLines("chatty")).last().asString().contains("1000000 " + words);
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldSurviveGarbageAndALineOfAMegabyte() throws Exception {
        Ended ended = bowstring.run("""
                nodes:
                  - id: noise
                    path: /bin/sh
                    args: ["-c", "head -c 300000 /dev/urandom; echo; echo after; head -c 1000000 /dev/zero | tr '\\\\0' x"]
                """);

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("noise | after\n", "x ... (cut: the line has 1000000 bytes)");
        assertThat(ended.out().chars().filter(c -> c < ' ' && c != '\n' && c != '\t'))
                .as("nothing that a terminal would obey")
                .isEmpty();
        ObjectMapper json = new ObjectMapper();
        for (String line : newestLines("noise")) {
            assertThat(json.readTree(line).get("n").asLong()).isPositive();
        }
    }

    @Test
    void shouldLetANodeReadWhatOthersPrintUntilTheyHaveEnded() throws Exception {
        Ended ended = bowstring.run("nodes:\n" + LineNode.yaml("watch", "inputs: {lines: logs/warn}") + """
                  - id: loud
                    path: /bin/sh
                    args: ["-c", "echo hello; echo oh >&2; echo ERROR: broken; echo INFO: fine >&2; echo 'last words' >&2"]
                  - id: quiet
                    path: /bin/sh
                    min_log_level: error
                    args: ["-c", "echo not this >&2; echo error: but this >&2"]
                """);

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(linesOf(ended, "watch"))
                .contains(
                        "got loud/warn/stderr 1 true oh",
                        "got loud/error/stdout 1 true ERROR: broken",
                        "got loud/warn/stderr 1 true last words",
                        "got quiet/error/stderr 1 true error: but this")
                .hasSize(6)
                .endsWith("closed lines", "stop Stop[reason=INPUTS_CLOSED]");
        assertThat(ended.out()).doesNotContain("not this").contains("quiet printed 2 lines: 1 below `min_log_level`");
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldSendWhatAScriptPrintsToANode() throws Exception {
        Ended ended = bowstring.run("nodes:\n"
                + LineNode.yaml("reader", "inputs: {words: {source: script/words, queue_size: 1000}}")
                + """
                  - id: script
                    path: /bin/sh
                    outputs: [words]
                    send_stdout_as: words
                    args: ["-c", "seq 1 200; echo not this >&2; printf 'ö'"]
                """);

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        List<String> expected = new ArrayList<>();
        for (int i = 1; i <= 200; i++) {
            expected.add("got script/info/stdout 1 true " + i);
        }
        expected.addAll(List.of("got script/info/stdout 1 true ö", "closed words", "stop Stop[reason=INPUTS_CLOSED]"));
        assertThat(linesOf(ended, "reader")).isEqualTo(expected);
        assertThat(ended.out()).contains("script/words -> reader/words");
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldLetAReaderSeeTheLastWordsAtAStop() throws Exception {
        Process process = bowstring.start("nodes:\n" + LineNode.yaml("watch", "inputs: {lines: logs}") + """
                  - id: sleeper
                    path: /bin/sh
                    args: ["-c", "trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.1; done"]
                """);
        bowstring.awaitOutput("watch   | got sleeper/info/stdout 1 true up");

        Bowstring.signal(process, "INT");

        Ended ended = bowstring.end(process);
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(linesOf(ended, "watch"))
                .endsWith("got sleeper/info/stdout 1 true bye", "closed lines", "stop Stop[reason=INPUTS_CLOSED]");
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldLetAReaderGoOnThoughItAndTheNodeItReadsAreStartedAgain() throws Exception {
        Path go = directory.resolve("go");
        Process process = bowstring.start(
                "nodes:\n" + LineNode.yaml("watch", "inputs: {lines: logs/warn/loud}") + """
                    restart_policy: on-failure
                    restart_delay: 0ms
                  - id: loud
                    path: /bin/sh
                    args: ["-c", "echo one >&2; until ls %s; do sleep 0.1; done >/dev/null 2>&1; echo two >&2; exit 1"]
                    restart_policy: on-failure
                    restart_delay: 0ms
                    max_restarts: 1
                    on_failure: isolate
                """.formatted(go));
        bowstring.awaitOutput("watch | got loud/warn/stderr 1 true one");

        bowstring.livingNode("watch").destroyForcibly();
        Files.createFile(go);

        Ended ended = bowstring.end(process);
        assertThat(ended.err()).contains("node watch failed: killed by signal 9");
        assertThat(linesOf(ended, "watch"))
                .containsExactly(
                        "got loud/warn/stderr 1 true one",
                        "got loud/warn/stderr 1 true two",
                        "got loud/warn/stderr 2 true one",
                        "got loud/warn/stderr 2 true two",
                        "closed lines",
                        "stop Stop[reason=INPUTS_CLOSED]");
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldNotKeepTwoReadersOfEachOtherBusy() throws Exception {
        Ended ended = bowstring.run(
                "nodes:\n"
                        + LineNode.yaml("one", "inputs: {lines: logs}")
                        + LineNode.yaml("two", "inputs: {lines: logs}")
                        + """
                  - id: spark
                    path: /bin/sh
                    args: ["-c", "echo spark; exec sleep 300"]
                """,
                "--stop-after",
                "6s");

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(linesOf(ended, "one")).hasSizeBetween(50, 2_000);
        assertThat(ended.err()).doesNotContain("prints more than");
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldFollowThroughRotationUntilTheRunHasEnded() throws Exception {
        Path go = directory.resolve("go");
        Process run = bowstring.start("""
                max_log_size: 64KiB
                nodes:
                  - id: counter
                    path: /bin/sh
                    args: ["-c", "seq 1 100; until ls %s; do sleep 0.1; done 2>/dev/null; seq 101 2000; exit 3"]
                """.formatted(go));
        bowstring.awaitOutput("counter | 100\n");
        Process follow = logs("follow", "--follow", "--grep", "^[0-9]+$|failed|ended");
        await().until(() -> shown("follow").contains("counter | 100\n"));

        Files.createFile(go);

        assertThat(bowstring.end(run).exitCode()).isEqualTo(1);
        assertThat(follow.waitFor(60, TimeUnit.SECONDS)).isTrue();
        List<String> numbers = shown("follow")
                .lines()
                .filter(line -> line.startsWith("counter | "))
                .map(line -> line.substring("counter | ".length()))
                .toList();
        assertThat(numbers).hasSize(2_000).first().isEqualTo("1");
        assertThat(numbers.stream().mapToInt(Integer::parseInt)).isSorted().doesNotHaveDuplicates();
        assertThat(shown("follow"))
                .contains("bowstring: node counter failed: exit code 3", "bowstring: run ended: node counter failed");
        assertThat(files("counter")).hasSizeGreaterThan(1);
    }

    @Test
    void shouldFollowUntilTheSupervisorIsKilled() throws Exception {
        Process run = bowstring.start("""
                nodes:
                  - {id: sleeper, path: /bin/sh, args: ["-c", "echo up; exec sleep 300"]}
                """);
        bowstring.awaitOutput("sleeper | up");
        Process follow = logs("killed", "-f");
        await().until(() -> shown("killed").contains("sleeper | up"));
        assertThat(follow.isAlive()).isTrue();

        run.destroyForcibly();

        assertThat(follow.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(follow.exitValue()).isZero();
        assertThat(Files.readString(directory.resolve("killed.err"))).isEmpty();
    }

    @Test
    void shouldShowLaterWhatWasPrintedAndWhyItStopped() throws Exception {
        bowstring.run("""
                nodes:
                  - {id: first, path: /bin/sh, args: ["-c", "echo one; echo WARN: two"]}
                  - {id: second, path: /bin/sh, args: ["-c", "echo three >&2"]}
                """);
        String id = String.valueOf(runFolder().getFileName());

        assertThat(ended("all", id.substring(0, 10), "--times"))
                .contains(
                        "first  | one\n", "first  | WARN: two\n", "second ! three\n", "bowstring: run ended: all well")
                .containsPattern("[0-9-]+T[0-9:.]+Z first");
        assertThat(ended("some", "--level", "WARN", "--node", "first")).isEqualTo("first  | WARN: two\n");
        assertThat(ended("none", "--since", "2999-01-01T00:00:00Z")).isEmpty();
        assertThat(ended("unknown", "2999")).isEmpty();
        assertThat(Files.readString(directory.resolve("unknown.err"))).contains("no run in", "begins with 2999", id);
        assertThat(ended("stranger", "--node", "frist")).isEmpty();
        assertThat(Files.readString(directory.resolve("stranger.err"))).contains("no node frist", "first", "second");
    }

    private Process logs(String name, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("bowstring.jar"),
                "logs",
                "--data-dir",
                bowstring.data().toString()));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectOutput(directory.resolve(name + ".out").toFile())
                .redirectError(directory.resolve(name + ".err").toFile())
                .start();
        started.add(process);
        return process;
    }

    private String shown(String name) throws IOException {
        return Files.readString(directory.resolve(name + ".out"), UTF_8);
    }

    private String ended(String name, String... options) throws Exception {
        assertThat(logs(name, options).waitFor(60, TimeUnit.SECONDS)).isTrue();
        return shown(name);
    }

    private static List<String> linesOf(Ended ended, String node) {
        return ended.out()
                .lines()
                .filter(line -> line.startsWith(node + " ") && line.contains(" | "))
                .map(line -> line.substring(line.indexOf(" | ") + 3))
                .toList();
    }

    private Path runFolder() throws IOException {
        try (Stream<Path> runs = Files.list(bowstring.data().resolve("runs"))) {
            return runs.findFirst().orElseThrow();
        }
    }

    private List<Path> files(String node) throws IOException {
        try (Stream<Path> logs = Files.list(runFolder().resolve("logs"))) {
            return logs.filter(file -> file.getFileName().toString().startsWith(node + "."))
                    .toList();
        }
    }

    private long bytesOfLogs(String node) throws IOException {
        long bytes = 0;
        for (Path file : files(node)) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    private List<String> newestLines(String node) throws IOException {
        return Files.readAllLines(runFolder().resolve("logs").resolve(node + ".jsonl"));
    }
}
