package dev.bowstring.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bowstring.runtime.cli.Bowstring.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A supervisor that is killed can clean up nothing: its warden kills what it has started, the next run deletes its files. */
@Tag("process")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class LeftRunsIT {
    private static final String QUICK = "nodes: [{id: quick, path: /bin/sh, args: ['-c', 'echo ran']}]";

    @TempDir
    Path directory;

    private final List<Long> rude = new ArrayList<>();
    private Bowstring bowstring;

    @BeforeEach
    void makeDirectories() throws Exception {
        bowstring = Bowstring.sharingCaches(directory);
    }

    @AfterEach
    void leaveNothing() {
        bowstring.close();
        rude.stream()
                .filter(LeftRunsIT::lives)
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void shouldTakeAllThatNodesHaveStartedWithItWhenItIsKilled() throws Exception {
        Process killed = bowstring.start(rudeFlow());
        List<Long> processes = awaitRudeProcesses();
        ProcessHandle node = bowstring.livingNode("stubborn");
        Bowstring.signal(node, "STOP");
        ProcessHandle warden = warden(killed).orElseThrow();
        Bowstring.signal(warden, "KILL");
        await().until(() ->
                warden(killed).filter(another -> another.pid() != warden.pid()).isPresent());

        killed.destroyForcibly().waitFor();

        await().until(() ->
                bowstring.livingNodes().isEmpty() && processes.stream().noneMatch(LeftRunsIT::lives));
        String left = leftRun();
        assertThat(bowstring.command("doctor", "--clean").out())
                .containsOnlyOnce("cleaned up after run " + left)
                .contains("no process of it was left");
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldCleanUpAfterASupervisorThatWasKilledWithItsWarden() throws Exception {
        Process killed = bowstring.start(rudeFlow() + SdkNode.yaml("sdk", "idle", "outputs: [out]"));
        List<Long> processes = awaitRudeProcesses();
        bowstring.awaitOutput("sdk      | idle");
        List<ProcessHandle> nodes = List.of(bowstring.livingNode("stubborn"), bowstring.livingNode("sdk"));
        Bowstring.signal(killed.toHandle(), "STOP"); // or it would start another one
        Bowstring.signal(warden(killed).orElseThrow(), "KILL");

        killed.destroyForcibly().waitFor();

        await().until(() -> nodes.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(processes).as("what the kernel does not take along").allMatch(LeftRunsIT::lives);
        String left = leftRun();
        Ended ended = bowstring.run(QUICK);
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.err())
                .containsOnlyOnce("bowstring: cleaned up after run " + left)
                .containsPattern("[0-9]+ of its processes were killed");
        assertThat(ended.out()).contains("quick | ran");
        assertThat(lives(processes.get(0))).isFalse();
        assertThat(lives(processes.get(1))).as("nobody can tell whose it is").isTrue();
        bowstring.assertNothingLeft();
    }

    /** A node with two children that ignore SIGTERM: one in a session of its own, one that has cleared its environment. */
    private String rudeFlow() {
        return """
                nodes:
                  - id: stubborn
                    path: /bin/sh
                    args:
                      - -c
                      - |
                        trap '' TERM
                        setsid sh -c 'trap "" TERM; echo $$ > %1$s/apart; while :; do sleep 1; done' &
                        env -i sh -c 'trap "" TERM; echo $$ > %1$s/unnamed; while :; do sleep 1; done' &
                        while :; do sleep 1; done
                """.formatted(directory);
    }

    private List<Long> awaitRudeProcesses() throws IOException {
        List<Path> files = List.of(directory.resolve("apart"), directory.resolve("unnamed"));
        await().ignoreExceptions().until(() -> pid(files.get(0)) > 0 && pid(files.get(1)) > 0);
        rude.addAll(List.of(pid(files.get(0)), pid(files.get(1))));
        return rude;
    }

    private static Optional<ProcessHandle> warden(Process supervisor) {
        return supervisor
                .children()
                .filter(child -> commandLine(child).contains("bowstring-warden"))
                .findFirst();
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
        } catch (IOException gone) {
            return "";
        }
    }

    /** Not as a zombie, which in a container nobody may ever wait for. */
    private static boolean lives(long pid) {
        try {
            return !Files.readString(Path.of("/proc", Long.toString(pid), "status"))
                    .contains("State:\tZ");
        } catch (IOException gone) {
            return false;
        }
    }

    @Test
    void shouldLeaveRunsAloneThatLive() throws Exception {
        Process living = bowstring.start("nodes: [{id: sleeper, path: /bin/sh, args: ['-c', 'echo up; sleep 300']}]");
        bowstring.awaitOutput("sleeper | up");
        List<Long> nodes = bowstring.livingNodes();
        String run = leftRun();

        Ended ended = bowstring.run(QUICK);

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.err()).doesNotContain("cleaned up");
        assertThat(bowstring.livingNodes()).containsAll(nodes);
        assertThat(leftRun()).isEqualTo(run);
        Bowstring.signal(living, "TERM");
        bowstring.end(living);
        bowstring.assertNothingLeft();
    }

    private static long pid(Path file) throws IOException {
        return Long.parseLong(Files.readString(file).strip());
    }

    /** The only run there is in shared memory. */
    private String leftRun() throws Exception {
        try (Stream<Path> users = Files.list(bowstring.shm())) {
            try (Stream<Path> runs = Files.list(users.findFirst().orElseThrow())) {
                return runs.map(run -> run.getFileName().toString()).toList().get(0);
            }
        }
    }
}
