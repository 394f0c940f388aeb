package dev.bowstring.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bowstring.runtime.cli.Bowstring.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A supervisor that is killed can clean up nothing; the next run does it. */
@Tag("process")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class LeftRunsIT {
    private static final String QUICK = "nodes: [{id: quick, path: /bin/sh, args: ['-c', 'echo ran']}]";

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
    void shouldCleanUpAfterASupervisorThatWasKilled() throws Exception {
        Path grandchild = directory.resolve("grandchild");
        Process killed = bowstring.start("""
                nodes:
                  - id: stubborn
                    path: /bin/sh
                    args:
                      - -c
                      - |
                        trap '' TERM
                        setsid sh -c 'trap "" TERM; echo $$ > %s; while :; do sleep 1; done' &
                        while :; do sleep 1; done
                """.formatted(grandchild) + SdkNode.yaml("sdk", "idle", "outputs: [out]"));
        await().until(() ->
                Files.exists(grandchild) && !Files.readString(grandchild).isBlank());
        bowstring.awaitOutput("sdk      | idle");
        List<ProcessHandle> nodes = List.of(bowstring.livingNode("stubborn"), bowstring.livingNode("sdk"));
        killed.destroyForcibly().waitFor();
        await().until(() -> nodes.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(bowstring.livingNodes())
                .as("what the kernel does not take along")
                .contains(pid(grandchild));
        String left = leftRun();

        Ended ended = bowstring.run(QUICK);

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.err())
                .containsOnlyOnce("bowstring: cleaned up after run " + left)
                .containsPattern("[0-9]+ of its processes were killed");
        assertThat(ended.out()).contains("quick | ran");
        bowstring.assertNothingLeft();
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

    private static long pid(Path file) throws Exception {
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
