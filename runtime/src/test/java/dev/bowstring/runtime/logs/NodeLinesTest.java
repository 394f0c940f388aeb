package dev.bowstring.runtime.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeLinesTest {
    private static final long SECOND_NS = 1_000_000_000L;

    @TempDir
    Path directory;

    private final List<LogLine> shown = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private long nowNs = 1;
    private NodeLog log;

    @BeforeEach
    void openLog() {
        log = new NodeLog(directory, "camera", LogLimits.DEFAULT, notes::add);
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void shouldNeitherStoreNorShowWhatIsBelowTheLeastLevel() {
        NodeLines lines = lines(LogLevel.WARN);

        lines.accept(line(LogLevel.INFO));
        lines.accept(line(LogLevel.WARN));
        lines.accept(line(LogLevel.ERROR));

        assertThat(shown).extracting(LogLine::level).containsExactly(LogLevel.WARN, LogLevel.ERROR);
        assertThat(lines.figures()).isEqualTo(new LogFigures("camera", 3, 1, 2, 0, 0, 0));
    }

    @Test
    void shouldStoreAFloodButHoldItBackAndSaySo() {
        NodeLines lines = lines(LogLevel.TRACE);

        for (int i = 0; i < NodeLines.BURST + 100; i++) {
            lines.accept(line(LogLevel.INFO));
        }

        assertThat(shown).hasSize(NodeLines.BURST);
        assertThat(lines.figures())
                .isEqualTo(new LogFigures("camera", NodeLines.BURST + 100, 0, NodeLines.BURST + 100, 0, 0, 100));
        assertThat(notes).singleElement().asString().contains("camera prints more than 5000 lines a second");
    }

    @Test
    void shouldShowTheAllowedRateForAsLongAsAFloodLasts() {
        NodeLines lines = lines(LogLevel.TRACE);

        for (int tenth = 0; tenth < 100; tenth++) {
            for (int i = 0; i < NodeLines.PER_SECOND; i++) { // ten times too many
                lines.accept(line(LogLevel.INFO));
            }
            nowNs += SECOND_NS / 10;
        }

        assertThat(shown).hasSize(NodeLines.BURST + (99 * NodeLines.PER_SECOND) / 10);
        assertThat(shown.size() + lines.figures().heldBack()).isEqualTo(100L * NodeLines.PER_SECOND);
        assertThat(notes).as("told every five seconds").hasSize(2);
    }

    @Test
    void shouldLetFewEchoesThrough() {
        EchoGate gate = new EchoGate(() -> nowNs);
        int passed = 0;
        for (int i = 0; i < 1_000; i++) {
            passed += gate.admits() ? 1 : 0;
        }
        nowNs += SECOND_NS;
        for (int i = 0; i < 1_000; i++) {
            passed += gate.admits() ? 1 : 0;
        }

        assertThat(passed).isEqualTo(EchoGate.BURST + EchoGate.PER_SECOND);
    }

    private NodeLines lines(LogLevel least) {
        return new NodeLines("camera", least, log, shown::add, notes::add, () -> nowNs);
    }

    private static LogLine line(LogLevel level) {
        return new LogLine("camera", 1, LogSource.STDOUT, Instant.EPOCH, level, "x");
    }
}
