package dev.bowstring.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bowstring.runtime.logs.LogLine;
import dev.bowstring.runtime.logs.LogSource;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SpawnerTest {
    @TempDir
    Path directory;

    private final List<LogLine> lines = new CopyOnWriteArrayList<>();
    private Spawner spawner;

    @BeforeEach
    void startTheSpawningThread() {
        spawner = new Spawner(directory.resolve("run"), () -> {});
    }

    @AfterEach
    void endTheSpawningThread() {
        spawner.close();
    }

    @Test
    void shouldRunAProgramAndHandOnWhatItPrints() {
        Child child = shell("echo out; echo err >&2; read x; echo \"[$x]$GREETING\"; exit 3", Map.of("GREETING", "hi"));

        await().until(child::drained);
        await().until(() -> child.exitCode().isPresent());

        assertThat(child.exitCode()).hasValue(3);
        assertThat(texts(LogSource.STDOUT)).containsExactly("out", "[]hi");
        assertThat(texts(LogSource.STDERR)).containsExactly("err");
    }

    @Test
    void shouldMakeEachChildTheLeaderOfItsSession() throws Exception {
        Child child = shell("cat /proc/$$/stat", Map.of());

        await().until(child::drained);

        String[] fields = texts(LogSource.STDOUT).get(0).split(" ");
        assertThat(fields[0]).isEqualTo(Long.toString(child.pid()));
        assertThat(fields[5]).as("session").isEqualTo(Long.toString(child.pid()));
    }

    @Test
    void shouldKillGrandchildrenThatIgnoreSignalsAndOutliveTheirParent() throws Exception {
        Path ready = directory.resolve("ready");
        Child child = shell(
                "trap '' TERM; (trap '' TERM; while :; do sleep 60; done) & touch " + ready + "; exit 0", Map.of());
        await().until(() -> Files.exists(ready) && child.exitCode().isPresent());
        assertThat(Session.living(child.pid())).isNotEmpty();

        await().until(() -> child.killSession() == 0);

        assertThat(Session.living(child.pid())).isEmpty();
        await().until(child::drained);
    }

    @Test
    void shouldAskAProcessToEnd() {
        Child child = shell("echo up; exec sleep 60", Map.of());
        await().until(() -> texts(LogSource.STDOUT).contains("up"));

        child.terminate();

        await().until(() -> child.exitCode().isPresent());
        assertThat(child.exitCode()).hasValue(ExitCause.TERMINATED);
    }

    @Test
    void shouldHandOnWhatAProcessPrintsAfterItWasAskedToEnd() {
        Child child = shell(
                "trap 'echo cleaning up; echo almost >&2; echo done; exit 4' TERM; echo up; while :; do sleep 0.01; done",
                Map.of());
        await().until(() -> texts(LogSource.STDOUT).contains("up"));

        child.terminate();

        await().until(() -> child.exitCode().isPresent() && child.drained());
        assertThat(child.exitCode()).hasValue(4);
        assertThat(texts(LogSource.STDOUT)).containsExactly("up", "cleaning up", "done");
        assertThat(texts(LogSource.STDERR)).containsExactly("almost");
    }

    @Test
    void shouldKillAProcessThatHasNoSessionOfItsOwnYet() throws Exception {
        Process sleeper = new ProcessBuilder("sleep", "300").start();
        Child child = new SpawnedChild(
                sleeper,
                drain(sleeper.getInputStream()),
                drain(sleeper.getErrorStream()),
                new Ending(List.of("sleep"), OomKills.ofThisMachine()),
                () -> {});
        assertThat(Session.living(child.pid()))
                .as("setsid comes after the start")
                .isEmpty();

        int living = child.killSession();

        assertThat(living).isEqualTo(1);
        await().until(() -> child.killSession() == 0);
        assertThat(child.exitCode()).hasValue(128 + 9);
    }

    @Test
    void shouldNotLetAChildWaitForAFullPipe() {
        Child child = shell("head -c 3000000 /dev/zero | tr '\\0' 'y'; echo; echo end", Map.of());

        await().until(child::drained);

        assertThat(texts(LogSource.STDOUT)).hasSize(2).last().isEqualTo("end");
    }

    @Test
    void shouldSayWhichNodeCannotBeStarted() {
        Launch launch = new Launch("camera", List.of("/bin/true"), Map.of(), directory.resolve("missing"));

        assertThatThrownBy(() -> spawner.spawn(launch, lines::add))
                .isInstanceOf(ProcessException.class)
                .hasMessageContaining("camera");
    }

    @Test
    void shouldKillTheChildrenWhenTheSpawningThreadEnds() {
        Child child = shell("echo up; exec sleep 60", Map.of());
        await().until(() -> texts(LogSource.STDOUT).contains("up"));

        spawner.close();

        await().until(() -> child.exitCode().isPresent());
        assertThat(child.exitCode()).hasValue(128 + 9);
    }

    private Child shell(String script, Map<String, String> environment) {
        return spawner.spawn(new Launch("node", List.of("/bin/sh", "-c", script), environment, directory), lines::add);
    }

    private Drain drain(InputStream pipe) {
        return Drain.start(
                new Launch("node", List.of(), Map.of(), directory), LogSource.STDOUT, pipe, lines::add, () -> {});
    }

    private List<String> texts(LogSource source) {
        return lines.stream()
                .filter(line -> line.source() == source)
                .map(LogLine::text)
                .toList();
    }
}
