package dev.bowstring.benchmarks.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselineTest {
    @Test
    void shouldAllowThreeTimesTheDistanceToTheWorstRun() {
        Baseline.Level level = Baseline.Level.of(List.of(1.8, 2.0, 2.4, 1.9, 2.1));

        assertThat(level.ratio()).isEqualTo(2.0);
        assertThat(level.limit()).isEqualTo(3.2);
    }

    @Test
    void shouldAllowAHalfWhereNothingVaried() {
        assertThat(Baseline.Level.of(List.of(2.0, 2.0, 2.0)).limit()).isEqualTo(3.0);
    }

    @Test
    void shouldBeReadAsItWasWritten(@TempDir Path directory) throws IOException {
        Baseline written = Baseline.of(List.of(Map.of("a step", 1.5), Map.of("a step", 1.6)), "abc", Map.of("k", "v"));

        written.save(directory.resolve("baseline.json"));

        assertThat(Baseline.load(directory.resolve("baseline.json"))).isEqualTo(written);
    }
}
