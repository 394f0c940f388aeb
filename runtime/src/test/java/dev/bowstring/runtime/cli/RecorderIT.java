package dev.bowstring.runtime.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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

/** Recorders that are killed, stopped, or have no disk left, while data flows. */
@Tag("process")
@Tag("faults")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class RecorderIT {
    private static final int KILLS = 4;
    private static final int MOST_RESTARTS = 5;
    private static final String RECORDER = "@recorder";

    @TempDir
    Path directory;

    private Bowstring bowstring;
    private Path progress;

    @BeforeEach
    void makeDirectories() {
        bowstring = new Bowstring(directory);
        progress = directory.resolve("progress");
    }

    @AfterEach
    void leaveNothing() {
        bowstring.close();
    }

    private String flow(int messages, String output) throws Exception {
        return flow("source, \"" + messages + "\"", output);
    }

    private String flow(String source, String output) throws Exception {
        return "nodes:\n"
                + RestartNode.yaml("source", source, "outputs: [" + output + "]")
                + RestartNode.yaml(
                        "sink",
                        "sink, \"" + progress + "\"",
                        "inputs: {in: {source: source/out, queue_policy: backpressure}}");
    }

    private long received() throws IOException {
        return Files.exists(progress) ? Long.parseLong(Files.readString(progress)) : 0;
    }

    private Ended recording(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("bowstring.jar"),
                "recording"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data-dir", bowstring.data().toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Ended(process.waitFor(), said, said);
    }

    private String onlyRecording() throws IOException {
        try (Stream<Path> recordings = Files.list(bowstring.data().resolve("recordings"))) {
            return recordings.toList().get(0).getFileName().toString();
        }
    }

    @Test
    void shouldLeaveNeitherGapNorDuplicateWhenTheRecorderIsKilled() throws Exception {
        int messages = 6_000;
        Process process = bowstring.start(flow(messages, "out"), "--record");
        for (int kill = 1; kill <= KILLS; kill++) {
            long enough = (long) kill * messages / (2 * KILLS);
            await().until(() -> received() > enough || !process.isAlive());
            long pid = bowstring.livingNode(RECORDER).pid();
            bowstring.livingNode(RECORDER).destroyForcibly();
            await().until(() -> !process.isAlive()
                    || bowstring
                            .findNode(RECORDER)
                            .filter(node -> node.pid() != pid)
                            .isPresent());
        }

        Ended ended = bowstring.end(process);

        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        assertThat(ended.out()).contains("stopped after " + KILLS + " restarts");
        Ended verified = recording("verify", onlyRecording());
        assertThat(verified.out()).contains("ok   source/out: 6,000 messages, 0 missed, 0 damaged");
        assertThat(verified.exitCode()).isZero();
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldGoOnWhenTheDiskOfTheRecorderIsFull() throws Exception {
        try (SmallDisk full = SmallDisk.mount(bowstring.data(), "60m")) {
            Ended ended = bowstring.run(flow(500, "out"), "--record");

            assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
            assertThat(ended.out() + ended.err())
                    .containsOnlyOnce("recording stopped at source/out, message 0: the disk of its journal is full")
                    .contains("up to 500, missing 0");
        }
    }

    @Test
    void shouldGoOnWithoutARecorderThatIsGoneForGood() throws Exception {
        Process process = bowstring.start(flow("endless", "out"), "--record");
        for (int life = 0; life <= MOST_RESTARTS; life++) {
            long before = received();
            await().until(() -> received() > before + 200 || !process.isAlive()); // nothing is held up for long
            await().until(() -> bowstring.findNode(RECORDER).isPresent() || !process.isAlive());
            ProcessHandle recorder = bowstring.livingNode(RECORDER);
            recorder.destroyForcibly();
            await().until(() -> !recorder.isAlive());
        }

        long after = received();
        await().until(() -> received() > after + 1_000 || !process.isAlive());
        Bowstring.signal(process, "INT");

        Ended ended = bowstring.end(process);
        assertThat(ended.out() + ended.err())
                .contains(RECORDER + "  failed after " + MOST_RESTARTS + " restarts")
                .contains("missing 0");
        bowstring.assertNothingLeft();
    }

    @Test
    void shouldKeepADurableOutputOverRuns() throws Exception {
        String flow = flow(300, "{id: out, durable: {keep_size: 1 GiB}}");
        for (int run = 0; run < 2; run++) {
            Ended ended = bowstring.run(flow);
            assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
            Files.deleteIfExists(progress);
        }

        Ended verified = recording("verify", "flow");

        assertThat(verified.out()).contains("ok   source/out: 600 messages, 0 missed, 0 damaged");
        bowstring.assertNothingLeft();
    }
}
