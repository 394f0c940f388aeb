package dev.bowstring.runtime.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SessionTest {
    @Test
    void shouldSpareALeaderThatHasTheNumberOfOneWhichHasEnded() throws Exception {
        Process stranger = new ProcessBuilder("setsid", "sleep", "60").start();
        try {
            await().until(() -> Session.hasLeader(stranger.pid()));

            assertThat(Session.killRest(stranger.pid())).isZero();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly().waitFor();
        }
    }

    @Test
    void shouldKillWhatALeaderHasLeftBehind() throws Exception {
        Process leader = new ProcessBuilder("setsid", "sh", "-c", "sleep 60 >/dev/null & echo $!").start();
        String left = new String(leader.getInputStream().readAllBytes(), US_ASCII).strip();
        leader.waitFor();
        ProcessHandle child = ProcessHandle.of(Long.parseLong(left)).orElseThrow();

        assertThat(Session.killRest(leader.pid())).isEqualTo(1);

        await().until(() -> !child.isAlive());
        assertThat(Session.killRest(leader.pid())).isZero();
    }
}
