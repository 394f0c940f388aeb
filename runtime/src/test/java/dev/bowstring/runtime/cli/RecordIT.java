package dev.bowstring.runtime.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bowstring.runtime.cli.Bowstring.Ended;
import dev.bowstring.runtime.inspect.RunStop;
import dev.bowstring.runtime.inspect.RunView;
import dev.bowstring.runtime.inspect.Runs;
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

/** Recorders that read along while a dataflow runs, and recordings that are replayed and exported. */
@Tag("process")
@Tag("one-jdk")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class RecordIT {
    private static final int ENDLESS = 1_000_000;

    @TempDir
    Path directory;

    private final List<Process> started = new ArrayList<>();
    private Bowstring bowstring;

    @BeforeEach
    void makeDirectories() {
        bowstring = new Bowstring(directory);
    }

    @AfterEach
    void leaveNothing() {
        started.forEach(process -> process.descendants().forEach(ProcessHandle::destroyForcibly));
        started.forEach(Process::destroyForcibly);
        bowstring.close();
    }

    private static String flow(int messages) throws Exception {
        return flow("source, \"" + messages + "\"");
    }

    private static String flow(String source) throws Exception {
        return "nodes:\n"
                + RestartNode.yaml("source", source, "outputs: [out]")
                + RestartNode.yaml(
                        "middle",
                        "middle",
                        "inputs: {in: {source: source/out, queue_policy: backpressure}}\n    outputs: [out]");
    }

    private Runs runs() {
        return new Runs(bowstring.shm());
    }

    /** How many messages the readers have received whose names begin so; 0 while there are none. */
    private long received(String reader) {
        return runs().all().stream()
                .flatMap(run -> run.edges().stream())
                .filter(edge -> edge.input().startsWith(reader))
                .mapToLong(RunView.EdgeView::received)
                .sum();
    }

    private void stopRun() {
        String id = runs().all().get(0).run();
        new RunStop(runs(), runs().find(id)).ask(false);
    }

    /** A command that goes on beside the dataflow. */
    private final class Side {
        private final Path out = directory.resolve("side-" + started.size() + ".out");
        private final Process process;

        Side(String... words) throws IOException {
            List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT,TERM,HUP"));
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("-jar", System.getProperty("bowstring.jar")));
            command.addAll(List.of(words));
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
            builder.environment().put("BOWSTRING_SHM", bowstring.shm().toString());
            builder.environment().put("BOWSTRING_DATA", bowstring.data().toString());
            process = builder.start();
            started.add(process);
        }

        Side hasSaid(String text) {
            await().until(() -> Files.readString(out).contains(text) || !process.isAlive());
            return this;
        }

        Ended end() throws Exception {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends in time").isTrue();
            String said = Files.readString(out, UTF_8);
            return new Ended(process.exitValue(), said, said);
        }
    }

    @Test
    void shouldReadAlongFromNowOnAndGoOnWhenItWasKilled() throws Exception {
        Process process = bowstring.start(flow(ENDLESS));
        await().until(() -> received("middle") > 100);
        String run = runs().all().get(0).run();
        Side killed =
                new Side("record", run, "source/out", "--policy", "lossless").hasSaid("recording source/out of run");
        await().until(() -> received("@tool1") > 200);

        killed.process.descendants().forEach(ProcessHandle::destroyForcibly);

        Ended first = killed.end();
        assertThat(first.exitCode()).as(first.out()).isEqualTo(1);
        assertThat(first.out()).contains("the recorder was killed (signal 9)");
        long before = received("middle");
        await().until(() -> received("middle") > before + 100);
        Side again = new Side("record", run.substring(0, 18), "source/out", "--policy", "lossless")
                .hasSaid("source/out goes on behind message");
        Side rival = new Side("record", run, "--policy", "lossless"); // of all, and so of this one
        assertThat(rival.end())
                .satisfies(ended -> assertThat(ended.out())
                        .contains("is appended to by process")
                        .contains("or record under another name"));
        await().until(() -> received("@tool") > 100);
        Bowstring.signal(again.process, "INT");
        Ended second = again.end();
        assertThat(second.exitCode()).as(second.out()).isZero();
        assertThat(second.out()).containsPattern("recorded [0-9,]+ messages of 1 outputs into .*; [0-9,]+ were missed");
        Side lossy = new Side("record", run, "--policy", "lossy", "--as", "second").hasSaid("recording");
        await().until(() -> received("@tool") > 100);
        stopRun();

        assertThat(lossy.end()).satisfies(ended -> {
            assertThat(ended.exitCode()).as(ended.out()).isZero();
            assertThat(ended.out()).containsPattern("recorded [0-9,]+ messages of 2 outputs");
        });
        Ended ended = bowstring.end(process);
        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out()).contains("source/out -> @tool1/source.out");
        Ended holed = bowstring.command("recording", "verify", run);
        assertThat(holed.exitCode()).isEqualTo(1);
        assertThat(holed.out())
                .contains("BAD  source/out:", "0 damaged, 0 lost", "published while no recorder was there")
                .doesNotContain("middle/out"); // the rival has recorded nothing
        Ended whole = bowstring.command("recording", "verify", "second");
        assertThat(whole.exitCode()).as(whole.out()).isZero();
        assertThat(whole.out()).contains("ok   source/out:", "ok   middle/out:");
        assertThat(bowstring.data().resolve("recordings/second/dataflow.yml")).hasContent(flow(ENDLESS));
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldGoOnWhenTheDiskOfARecorderThatReadsAlongIsFull() throws Exception {
        Path small = directory.resolve("small");
        try (SmallDisk full = SmallDisk.mount(small, "60m")) {
            Process process = bowstring.start(flow("endless"));
            await().until(() -> received("middle") > 100);
            String run = runs().all().get(0).run();

            Side recorder = new Side("record", run, "source", "--policy", "lossless", "--data-dir", small.toString());

            assertThat(recorder.end()).satisfies(ended -> {
                assertThat(ended.exitCode()).as(ended.out()).isEqualTo(1);
                assertThat(ended.out()).contains("the disk of its journal is full");
            });
            long before = received("middle");
            await().until(() -> received("middle") > before + 100);
            stopRun();
            Ended ended = bowstring.end(process);
            assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        }
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldCountWhatALossyRecorderMissesAndNeitherSlowNorFailTheDataflow() throws Exception {
        Process process = bowstring.start(flow(3_000), "--record", "source", "--record-policy", "lossy");
        await().until(() -> received("@recorder") > 100);
        ProcessHandle recorder = bowstring.livingNode("@recorder");
        signal(recorder, "STOP");
        long before = received("middle");
        await().until(() -> received("middle") > before + 300);
        signal(recorder, "CONT");

        Ended ended = bowstring.end(process);

        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out()).containsPattern("recorded [0-9,]+ messages of 1 outputs into .*; [0-9,]+ were missed");
        Ended verified = bowstring.command("recording", "verify", onlyRecording());
        assertThat(verified.exitCode()).as(verified.out()).isZero();
        assertThat(verified.out())
                .containsPattern("ok   source/out: [0-9,]+ messages, [1-9][0-9,]* missed, 0 damaged, 0 lost")
                .contains("counted by the recorder");
    }

    private static void signal(ProcessHandle process, String signal) throws Exception {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    private String onlyRecording() throws IOException {
        try (Stream<Path> recordings = Files.list(bowstring.data().resolve("recordings"))) {
            return recordings.toList().get(0).getFileName().toString();
        }
    }

    @Test
    void shouldKillAReaderThatHoldsUpAReplay() throws Exception {
        String flow = "nodes:\n"
                + RestartNode.yaml("source", "source, \"100\"", "outputs: [out]")
                + RestartNode.yaml(
                        "sink",
                        "sink, \"" + directory.resolve("progress") + "\"",
                        "inputs: {in: {source: source/out, queue_policy: backpressure, stall_timeout: 1s, on_stall: kill}}");
        Ended recorded = bowstring.run(flow, "--record", "source");
        assertThat(recorded.exitCode()).as(recorded.out() + recorded.err()).isZero();

        Side replay = new Side("replay", onlyRecording(), "--speed", "2", "--loop");
        await().until(() -> received("sink") > 20);
        long sink = runs().all().get(0).nodes().stream()
                .filter(node -> node.node().equals("sink"))
                .mapToLong(RunView.NodeView::pid)
                .sum();
        Bowstring.signal(ProcessHandle.of(sink).orElseThrow(), "STOP");

        Ended ended = replay.end();
        assertThat(ended.out()).contains("has held up");
        assertThat(ended.exitCode()).isEqualTo(1);
    }

    @Test
    void shouldReplayAgainAndAgainAndExportInEachFormat() throws Exception {
        Ended recorded = bowstring.run(flow(100), "--record", "source");
        assertThat(recorded.exitCode()).as(recorded.out() + recorded.err()).isZero();
        assertThat(recorded.out()).contains("recorded 100 messages of 1 outputs", "none was missed");

        Side loop = new Side("replay", onlyRecording(), "--speed", "max", "--loop");
        await().until(() -> received("middle") > 250);
        stopRun();

        assertThat(loop.end())
                .satisfies(ended -> assertThat(ended.exitCode()).as(ended.out()).isZero());
        Path into = directory.resolve("export");
        for (String format : List.of("stream", "jsonl", "csv")) {
            Ended exported = bowstring.command(
                    "recording", "export", onlyRecording(), "--format", format, "--into", into.toString());
            assertThat(exported.exitCode()).as(exported.err()).isZero();
        }
        List<String> lines = Files.readAllLines(into.resolve("source.out.jsonl"));
        assertThat(lines).hasSize(100);
        assertThat(lines.get(99))
                .matches("\\{\"_sequence\":99,\"_publish_time\":\"[^\"]+\",\"_metadata\":null,\"n\":99\\}");
        assertThat(Files.readAllLines(into.resolve("source.out.csv")))
                .hasSize(101)
                .startsWith("_sequence,_publish_time,_metadata,n");
        assertThat(ExportedStream.read(into.resolve("source.out.arrows")))
                .startsWith("0 0", "1 1")
                .hasSize(100)
                .endsWith("99 99");
    }
}
