package dev.bowstring.runtime.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.runtime.descriptor.Dataflow;
import dev.bowstring.runtime.descriptor.NodeSpec;
import dev.bowstring.runtime.logs.LogLevel;
import dev.bowstring.runtime.logs.LogLine;
import dev.bowstring.runtime.logs.LogSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecordsTest {
    @TempDir
    Path directory;

    private final List<String> notes = new ArrayList<>();

    @AfterEach
    void deleteWhatJavaCannot() throws Exception {
        shell("rm -rf runs");
    }

    @Test
    void shouldKeepTheLastTenRuns() throws Exception {
        for (int i = 10; i < 25; i++) {
            over("run-" + i);
        }

        create("run-30").close();

        assertThat(runs()).hasSize(10).contains("run-30", "run-24", "run-16").doesNotContain("run-15");
        assertThat(notes).isEmpty();
    }

    @Test
    void shouldKeepARunThatGoesOnHoweverOldItIs() throws Exception {
        FileTime longAgo = FileTime.from(Instant.now().minus(Duration.ofDays(2)));
        RunRecords goesOn = create("run-10");
        Path killed = Files.createDirectories(directory.resolve("runs/run-11"));
        Files.setLastModifiedTime(directory.resolve("runs/run-10"), longAgo);
        Files.setLastModifiedTime(killed, longAgo);
        for (int i = 12; i < 25; i++) {
            over("run-" + i);
        }

        create("run-30").close();
        assertThat(runs()).contains("run-10", "run-30").doesNotContain("run-11");
        goesOn.close();

        create("run-31").close();
        assertThat(runs()).doesNotContain("run-10");
    }

    @Test
    void shouldBeginThoughAnOldRunCannotBeDeletedAndSaySoOnce() throws Exception {
        for (int i = 10; i < 25; i++) {
            over("run-" + i);
        }
        for (int i = 11; i <= 12; i++) { // deeper than the longest path that a process may name
            shell("cd runs/run-" + i + "; for i in $(seq 30); do mkdir " + "x".repeat(200) + "; cd -P x*; done");
        }

        create("run-30").close();

        assertThat(runs()).contains("run-30", "run-12", "run-11").doesNotContain("run-14", "run-13", "run-10");
        assertThat(notes).singleElement().asString().contains("run-1", "1 more", "delete it by hand");
    }

    @Test
    void shouldLeaveNothingOfWhatItCannotMake() throws Exception {
        NodeSpec node = TestRun.dataflow(directory, "nodes: [{id: loner, path: /bin/sh}]")
                .nodes()
                .get(0);

        assertThatThrownBy(() -> RunRecords.create(directory, "run-30", List.of(node, node), notes::add))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("--data-dir");

        assertThat(directory.resolve("runs")).isEmptyDirectory();
    }

    @Test
    void shouldLeaveTheRecordsOfARunOfTheSameNameAlone() throws Exception {
        over("run-30");

        assertThatThrownBy(() -> create("run-30")).isInstanceOf(RunException.class);

        assertThat(directory.resolve("runs/run-30/summary.json")).exists();
    }

    @Test
    void shouldWriteDownWhatIsWrongWithTheLogsToo() throws Exception {
        Dataflow flow = TestRun.dataflow(directory, """
                max_log_size: 64KiB
                max_rotated_files: 0
                nodes: [{id: chatty, path: /bin/sh}]
                """);
        Path logs = directory.resolve("runs/run-30/logs");

        try (RunRecords records = RunRecords.create(directory, "run-30", flow.nodes(), notes::add)) {
            for (int i = 0; i < 1_000; i++) {
                records.log("chatty")
                        .accept(new LogLine(
                                "chatty", 1, LogSource.STDOUT, Instant.EPOCH, LogLevel.INFO, "x".repeat(100)));
            }
        }

        assertThat(notes).singleElement().asString().contains("the log of chatty is full");
        assertThat(Files.readString(logs.resolve("supervisor.jsonl"))).containsOnlyOnce("the log of chatty is full");
    }

    private RunRecords create(String run) {
        return RunRecords.create(directory, run, List.of(), notes::add);
    }

    private void over(String run) throws Exception {
        Files.createFile(
                Files.createDirectories(directory.resolve("runs").resolve(run)).resolve("summary.json"));
    }

    private List<String> runs() throws Exception {
        try (var all = Files.list(directory.resolve("runs"))) {
            return all.map(run -> run.getFileName().toString()).toList();
        }
    }

    private void shell(String script) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", script)
                .directory(directory.toFile())
                .start();
        assertThat(process.waitFor()).isZero();
    }
}
