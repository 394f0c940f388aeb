package dev.bowstring.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.runtime.cli.Bowstring.Ended;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Shared memory of 16 MiB, in a mount namespace of its own, which takes the mount with it. */
@Tag("process")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class FullMemoryIT {
    private static final String MOUNT_AND_RUN = """
            shm=$1; shift
            mount -t tmpfs -o size=16m,mode=700 tmpfs "$shm" || exit 99
            "$@"; code=$?
            echo "left: $(ls -A "$shm" | grep -v '^filler$')"
            exit $code
            """;

    @TempDir
    Path directory;

    private Bowstring bowstring;

    @BeforeEach
    void needMountNamespaces() throws Exception {
        bowstring = Bowstring.sharingCaches(directory);
        Process probe =
                new ProcessBuilder("unshare", "-rm", "sh", "-c", "mount -t tmpfs tmpfs " + bowstring.shm()).start();
        if (probe.waitFor() != 0) {
            System.err.println("################ NOT RUN: FullMemoryIT: no mount namespaces here (unshare -rm)");
        }
        Assumptions.assumeTrue(probe.exitValue() == 0, "no mount namespaces here");
    }

    @AfterEach
    void leaveNothing() {
        bowstring.close();
    }

    @Test
    void shouldRefuseARunThatDoesNotFitBeforeAnyNodeStarts() throws Exception {
        Path started = directory.resolve("started");
        Ended ended = run("""
                nodes:
                  - id: one
                    path: /bin/sh
                    args: ["-c", "touch %s"]
                    outputs: [small, {id: large, arena: 12MiB, arena_max: 12MiB}]
                """.formatted(started));

        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(2);
        assertThat(ended.err())
                .contains(
                        "not enough shared memory",
                        "the dataflow needs 28.",
                        "16.0 MiB are free",
                        "one/large (12.0 MiB)");
        assertThat(ended.out()).contains("left: \n");
        assertThat(started).doesNotExist();
    }

    @Test
    void shouldGoOnWhenSharedMemoryIsFilledDuringTheRun() throws Exception {
        Path filler = bowstring.shm().resolve("filler");
        Ended ended = run("nodes:\n"
                + ConnectedNode.yaml(
                        "source",
                        "ready, go, \"fill:" + filler + "\", \"grow:out:1000000\", \"grow:out:10\"",
                        "outputs: [{id: out, arena: 64KiB, arena_max: 4MiB}]")
                + ConnectedNode.yaml("sink", "ready, go, \"closed:source:out\"", "inputs: {in: source/out}"));

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out())
                .contains("filled: No space left", "refused 1000000", "refused 10", "sink   | closed at 1");
        assertThat(ended.out()).contains("left: \n");
    }

    @Test
    void shouldSendFromOrdinaryMemoryWhenSharedMemoryIsFull() throws Exception {
        Path filler = bowstring.shm().resolve("filler");
        Ended ended = run("nodes:\n"
                + SdkNode.yaml(
                        "source", "full, \"" + filler + "\"", "outputs: [{id: out, arena: 1MiB, arena_max: 4MiB}]")
                + SdkNode.yaml("sink", "sink", "inputs: {in: {source: source/out, queue_policy: backpressure}}"));

        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out())
                .contains("filled: No space left", "got 1016 up to " + (16 * (32 << 10) + 1000 * 64))
                .containsPattern("source/out -> sink/in +1016 +1016 +0 +0 +0 +[1-9][0-9]* ");
        assertThat(ended.out()).contains("left: \n");
    }

    private Ended run(String yaml) throws Exception {
        List<String> prefix = new ArrayList<>(List.of("unshare", "-rm", "sh", "-c", MOUNT_AND_RUN, "sh"));
        prefix.add(bowstring.shm().toString());
        return bowstring.end(bowstring.startUnder(prefix, yaml));
    }
}
