package dev.bowstring.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bowstring.runtime.cli.Bowstring.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Dataflows of shell scripts: what the supervisor does with processes, without any data. */
@Tag("process")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RunIT {
    private static final String SLEEPER = """
            nodes:
              - id: sleeper
                path: /bin/sh
                args: ["-c", "echo up; sleep 300"]
            """;

    private static final String STUBBORN = """
            nodes:
              - id: stubborn
                path: /bin/sh
                args: ["-c", "trap '' TERM INT; (trap '' TERM INT; while :; do sleep 1; done) & echo up; while :; do sleep 1; done"]
            """;

    @TempDir
    Path directory;

    private Bowstring bowstring;

    @BeforeEach
    void makeDirectories() throws Exception {
        bowstring = Bowstring.sharingCaches(directory);
    }

    @AfterEach
    void leaveNothing() {
        bowstring.close();
    }

    @Test
    void shouldShowWhatNodesPrintAndEndWhenTheyHaveEnded() throws Exception {
        Path json = directory.resolve("summary.json");

        Ended ended = bowstring.run("""
                nodes:
                  - id: one
                    path: /bin/sh
                    args: ["-c", "echo hello; echo oh >&2"]
                  - id: second
                    path: /bin/sh
                    args: ["-c", "printf 'a\\\\033[2Jb'"]
                """, "--json", json.toString());

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("one    | hello\n", "one    ! oh\n", "second | a\\x1b[2Jb\n", "all well");
        JsonNode summary = new ObjectMapper().readTree(json.toFile());
        assertThat(summary.get("ok").asBoolean()).isTrue();
        assertThat(summary.get("nodes").get(1).get("state").asText()).isEqualTo("stopped");
        Path records =
                bowstring.data().resolve("runs").resolve(summary.get("run").asText());
        assertThat(Files.readString(records.resolve("logs").resolve("one.jsonl")))
                .contains("\"stream\":\"stderr\",\"line\":\"oh\"");
        assertThat(records.resolve("summary.json")).exists();
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldStopTheOthersWhenANodeFailsAndSayWhy() throws Exception {
        Ended ended = bowstring.run("""
                nodes:
                  - id: sleeper
                    path: /bin/sh
                    args: ["-c", "sleep 300"]
                  - id: broken
                    path: /bin/sh
                    args: ["-c", "echo cannot open the camera >&2; exit 3"]
                """);

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains("node broken failed: exit code 3", "cannot open the camera");
        assertThat(ended.out()).contains("broken   failed: exit code 3", "sleeper  stopped");
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldStopAfterATime() throws Exception {
        Ended ended = bowstring.run(SLEEPER, "--stop-after", "300ms");

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.err()).as("no warning of any JDK").isEmpty();
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldStopOnCtrlC() throws Exception {
        Process process = bowstring.start(SLEEPER);
        bowstring.awaitOutput("sleeper | up");

        Bowstring.signal(process, "INT");

        assertThat(bowstring.end(process).exitCode()).isZero();
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldStopInOrderWhenItIsTerminatedItself() throws Exception {
        Process process = bowstring.start(SLEEPER);
        bowstring.awaitOutput("sleeper | up");

        Bowstring.signal(process, "TERM");

        assertThat(bowstring.end(process).exitCode()).isZero();
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldKillANodeThatIgnoresSignalsWithAllItHasStarted() throws Exception {
        Process process = bowstring.start(STUBBORN);
        bowstring.awaitOutput("stubborn | up");

        Bowstring.signal(process, "INT");

        Ended ended = bowstring.end(process);
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.out()).contains("did not stop in time: killed by signal 9");
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldHurryWhenCtrlCComesAgain() throws Exception {
        Process process = bowstring.start(STUBBORN);
        bowstring.awaitOutput("stubborn | up");

        Bowstring.signal(process, "INT");
        Bowstring.signal(process, "TERM");
        Bowstring.signal(process, "HUP");

        Ended ended = bowstring.end(process);
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err())
                .containsSubsequence("asked again: terminating all nodes", "asked again: killing all nodes");
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldStopOnCtrlCThoughNobodyReadsItsOutput() throws Exception {
        Process process = bowstring.startUnread(SLEEPER);
        bowstring.awaitLog("sleeper", 1);

        Bowstring.signal(process, "INT");

        await().atMost(Duration.ofSeconds(30)).untilAsserted(bowstring::assertNothingLeft);
        Ended ended = bowstring.readAll(process);
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("sleeper | up", "all well");
    }

    @Test
    void shouldLogEveryLineThoughNobodyReadsItsOutput() throws Exception {
        Process process = bowstring.startUnread("""
                nodes:
                  - id: chatty
                    path: /bin/sh
                    args: ["-c", "seq 1 30000; exec sleep 300"]
                """);

        bowstring.awaitLog("chatty", 30_000);

        Bowstring.signal(process, "TERM");
        await().atMost(Duration.ofSeconds(30)).untilAsserted(bowstring::assertNothingLeft);
        Ended ended = bowstring.readAll(process);
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        long shown =
                ended.out().lines().filter(line -> line.contains("chatty | ")).count();
        long heldBack = number(ended.out(), "chatty printed 30000 lines: ([0-9]+) not shown");
        long notTaken = number(ended.err(), "([0-9]+) lines were not shown");
        assertThat(shown + heldBack + notTaken).as("sentences count too").isBetween(30_000L, 30_002L);
    }

    private static long number(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    @Test
    void shouldTakeTheNodesWithItWhenItIsKilled() throws Exception {
        Process process = bowstring.start(SLEEPER.replace("sleep 300", "exec sleep 300"));
        bowstring.awaitOutput("sleeper | up");
        assertThat(bowstring.livingNodes()).isNotEmpty();

        process.destroyForcibly();

        await().until(() -> bowstring.livingNodes().isEmpty());
    }

    @Test
    void shouldNameTheNodeThatDoesNotConnect() throws Exception {
        Ended ended = bowstring.run("""
                start_timeout: 300ms
                nodes:
                  - id: mute
                    path: /bin/sh
                    args: ["-c", "sleep 300"]
                    outputs: [{id: words, arena: 64KiB, arena_max: 64KiB}]
                """);

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains("start_timeout", "300 ms: mute");
        assertThat(ended.out()).contains("did not connect in time");
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldLetNoShellLookAtPathsAndArguments() throws Exception {
        Path hostile = Files.createDirectory(directory.resolve("a b;$(touch oops)'\"&"));
        Path script = Files.writeString(hostile.resolve("no de.sh"), "#!/bin/sh\nfor a; do echo \"[$a]\"; done\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();

        Ended ended = bowstring.run("""
                nodes:
                  - id: node
                    path: "a b;$(touch oops)'\\"&/no de.sh"
                    args: ["$(touch oops)", "; touch oops", "`touch oops`", "", "$HOME", "-n"]
                """);

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out())
                .contains("[$(touch oops)]", "[; touch oops]", "[`touch oops`]", "[]", "[$HOME]", "[-n]");
        assertThat(directory.resolve("oops")).doesNotExist();
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldRefuseADirectoryThatSomebodyElseMayHavePlanted() throws Exception {
        Path user = bowstring.shm().resolve("bowstring-" + Files.getAttribute(directory, "unix:uid"));
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Files.createSymbolicLink(user, elsewhere);

        Ended ended = bowstring.run(SLEEPER);

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains(user.toString(), "--shm-dir");
        assertThat(user).isSymbolicLink();
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void shouldRefuseADirectoryTooDeepForASocket() throws Exception {
        Path deep = Files.createDirectories(directory.resolve("x".repeat(100)));

        Ended ended = new Bowstring(directory, deep).run(SLEEPER);

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("107", "--shm-dir");
        assertThat(deep).isEmptyDirectory();
    }

    @Test
    void shouldWriteNothingButJsonToStdoutWhenAsked() throws Exception {
        Ended ended = bowstring.run(SLEEPER, "--stop-after", "100ms", "--json", "-");

        assertThat(new ObjectMapper().readTree(ended.out()).get("dataflow").asText())
                .isEqualTo("flow");
        assertThat(ended.err()).contains("all well");
    }
}
