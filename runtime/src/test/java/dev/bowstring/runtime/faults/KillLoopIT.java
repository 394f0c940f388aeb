package dev.bowstring.runtime.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.runtime.faults.KillLoop.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random deaths for {@code -Dseconds=60}, or {@code -Dsoak=30m}; {@code -Dseed=N} chooses the same victims, faults and
 * pauses again. With {@code -Pkill-loop} nothing else runs.
 */
@Tag("process")
@Tag("kill-loop")
class KillLoopIT {
    @TempDir
    Path directory;

    @Test
    void shouldLoseNothingWhoeverDies() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("kill loop: -Dseed=" + seed);
        try (KillLoop loop = new KillLoop(directory, directory.resolve("data"), seed)) {
            loop.start(Map.of());
            loop.rage(time());
            Outcome outcome = loop.end();
            loop.tellFootprints();
            System.out.println(outcome);

            assertThat(List.of(outcome.lost(), outcome.duplicated(), outcome.torn(), outcome.leaked()))
                    .as(outcome.toString())
                    .containsOnly(0L);
            assertThat(outcome.messages()).isPositive();
            assertThat(outcome.kills()).isPositive();
            loop.checkFootprints();
        }
    }

    private static Duration time() {
        String soak = System.getProperty("soak", "");
        return soak.isEmpty() ? Duration.ofSeconds(Integer.getInteger("seconds", 20)) : Duration.parse("PT" + soak);
    }
}
