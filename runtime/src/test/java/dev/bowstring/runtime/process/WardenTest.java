package dev.bowstring.runtime.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the warden does when its pipe ends, as if its supervisor had died, and what it does not. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WardenTest {
    private static final String STUBBORN = "trap '' TERM; echo up; while :; do sleep 1; done";

    @TempDir
    Path run;

    private final List<Process> others = new ArrayList<>();
    private Warden warden;

    @BeforeEach
    void startIt() {
        warden = new Warden(run);
        warden.start();
    }

    @AfterEach
    void endAll() {
        warden.close();
        for (Process other : others) {
            Session.kill(other.pid());
            other.destroyForcibly();
        }
    }

    @Test
    void shouldKillTheSessionsOfNodes() throws Exception {
        Process node = session("(" + STUBBORN + ") & wait", false);
        Process stranger = session(STUBBORN, false);
        warden.watch(stranger.pid());
        warden.watch(node.pid());
        warden.forget(stranger.pid());

        Process itself = process();
        endPipe();

        await().until(() -> Session.living(node.pid()).isEmpty() && !node.isAlive());
        assertThat(itself.waitFor()).isZero();
        assertThat(stranger.isAlive()).isTrue();
    }

    @Test
    void shouldKillWhatNobodyHasToldItOf() throws Exception {
        Process node = session(STUBBORN, true);

        endPipe();

        await().until(() -> Session.living(node.pid()).isEmpty() && !node.isAlive());
    }

    @Test
    void shouldKillNobodyWhenItIsSentHome() throws Exception {
        Process node = session(STUBBORN, true);
        warden.watch(node.pid());
        Process itself = process();

        warden.close();

        assertThat(itself.isAlive()).isFalse();
        assertThat(node.isAlive()).isTrue();
    }

    @Test
    void shouldBeReplacedByOneThatKnowsAll() throws Exception {
        Process node = session(STUBBORN, false);
        warden.watch(node.pid());
        Process first = process();

        first.destroyForcibly();

        await().until(() -> warden.process().filter(another -> another != first).isPresent());
        endPipe();
        await().until(() -> !node.isAlive());
    }

    private Process process() {
        return warden.process().orElseThrow();
    }

    /** Ends its pipe, as the kernel does when the supervisor is no more. */
    private void endPipe() throws IOException {
        process().getOutputStream().close();
    }

    /** A script in a session of its own, once it says that it is up. */
    private Process session(String script, boolean ofTheRun) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("setsid", "/bin/sh", "-c", script);
        if (ofTheRun) {
            builder.environment().put("BOWSTRING_RUN_DIR", run.toString());
        }
        Process process = builder.start();
        others.add(process);
        assertThat(process.getInputStream().readNBytes(3)).isEqualTo("up\n".getBytes(US_ASCII));
        return process;
    }
}
