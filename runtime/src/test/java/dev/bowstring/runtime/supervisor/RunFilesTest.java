package dev.bowstring.runtime.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.transport.doorbell.Futex;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFilesTest {
    private static final String FLOW = """
            nodes:
              - id: source
                path: /bin/sh
                outputs: [{id: out, arena: %s, arena_max: %s}]
              - id: sink
                path: /bin/sh
                inputs: {in: {source: source/out, queue_size: 100, max_held: 20}}
            """;

    @TempDir
    Path directory;

    private final List<String> warnings = new ArrayList<>();

    @Test
    void shouldMakeEveryFileForItsOwnerAloneAndDeleteItAtTheEnd() throws Exception {
        Path shm = Files.createDirectory(directory.resolve("shm"));

        try (RunFiles files = create(shm, "64KiB", "1MiB")) {
            Path output = files.run().output("source", "out");
            assertThat(names(output)).containsExactly("arena.0", "control", "latency", "readers", "ring", "schemas");
            assertThat(names(output.resolve("readers")))
                    .containsExactly("0", "1", "2"); // the sink, and two places of tools
            assertThat(names(files.run().node("sink"))).contains("control", "doorbell");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(output.resolve("ring"))))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(output)))
                    .isEqualTo("rwx------");
        }

        assertThat(shm).isEmptyDirectory();
    }

    @Test
    void shouldNeedWhatItTakes() throws Exception {
        Path shm = Files.createDirectory(directory.resolve("shm"));
        RunPlan plan = new RunPlan(TestRun.dataflow(directory, FLOW.formatted("1MiB", "1MiB")));

        try (RunFiles files = create(shm, "1MiB", "1MiB");
                Stream<Path> all = Files.walk(files.run().path())) {
            long taken = all.filter(Files::isRegularFile)
                    .mapToLong(file -> (file.toFile().length() + 4095) / 4096 * 4096)
                    .sum();
            assertThat(new SharedMemoryNeed(plan).bytes()).isBetween(taken, taken + (256 << 10));
        }
    }

    @Test
    void shouldRefuseWhatCannotFitAndLeaveNothing() throws Exception {
        Path shm = Files.createDirectory(directory.resolve("shm"));
        RunPlan plan = new RunPlan(TestRun.dataflow(directory, FLOW.formatted("20MiB", "20MiB")));

        assertThatThrownBy(() -> new SharedMemoryNeed(plan).check(shm, 16 << 20))
                .isInstanceOf(RunException.class)
                .hasMessageContainingAll("24.", "16.0 MiB", "source/out (20.0 MiB)", "--shm-dir");
        assertThat(new SharedMemoryNeed(plan).warning(shm, 1 << 30)).isEmpty();
    }

    @Test
    void shouldWarnOfArenasThatCannotGrowAsFarAsTheyMay() throws Exception {
        RunPlan plan = new RunPlan(TestRun.dataflow(directory, FLOW.formatted("1MiB", "1GiB")));

        assertThat(new SharedMemoryNeed(plan).warning(directory, 16 << 20)).contains("16.0 MiB are free");
    }

    @Test
    void shouldLeaveOtherRunsAlone() throws Exception {
        Path shm = Files.createDirectory(directory.resolve("shm"));

        try (RunFiles first = create(shm, "64KiB", "64KiB")) {
            RunPlan plan = new RunPlan(TestRun.dataflow(directory, FLOW.formatted("64KiB", "64KiB")));
            RunFiles.create(shm, "other", plan, Futex.system(), warnings::add).close();
            assertThat(first.run().path()).isDirectory();
        }

        assertThat(shm).isEmptyDirectory();
    }

    @Test
    void shouldLeaveTheFilesOfARunAloneThatHasTheSameName() throws Exception {
        Path shm = Files.createDirectory(directory.resolve("shm"));

        try (RunFiles first = create(shm, "64KiB", "64KiB")) {
            assertThatThrownBy(() -> create(shm, "64KiB", "64KiB"))
                    .isInstanceOf(RunException.class)
                    .hasMessageContaining(first.run().path().toString());
            assertThat(first.run().ring("source", "out")).exists();
        }

        assertThat(shm).isEmptyDirectory();
    }

    private RunFiles create(Path shm, String arena, String arenaMax) throws Exception {
        RunPlan plan = new RunPlan(TestRun.dataflow(directory, FLOW.formatted(arena, arenaMax)));
        return RunFiles.create(shm, "run", plan, Futex.system(), warnings::add);
    }

    private static List<String> names(Path directory) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
