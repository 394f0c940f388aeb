package dev.bowstring.runtime.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeLogTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    Path directory;

    private final List<String> complaints = new ArrayList<>();

    @Test
    void shouldWriteEachLineAsOneJsonObject() throws Exception {
        try (NodeLog log = log(LogLimits.DEFAULT)) {
            log.accept(new LogLine("camera", 2, LogSource.STDOUT, NOW, LogLevel.WARN, "say \"hi\"\\ \t\u00e4"));
            log.accept(line("", 0));
        }

        List<String> lines = Files.readAllLines(current());
        assertThat(lines).hasSize(2);
        JsonNode first = new ObjectMapper().readTree(lines.get(0));
        assertThat(first.get("time").asText()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(first.get("n").asLong()).isEqualTo(1);
        assertThat(first.get("incarnation").asLong()).isEqualTo(2);
        assertThat(first.get("level").asText()).isEqualTo("warn");
        assertThat(first.get("stream").asText()).isEqualTo("stdout");
        assertThat(first.get("line").asText()).isEqualTo("say \"hi\"\\ \t\u00e4");
        assertThat(complaints).isEmpty();
    }

    @Test
    void shouldKeepTheNewestFullFilesAndCountWhatGoesWithTheOthers() throws Exception {
        long twoLines = 2L * LogJson.write(1, line("x", 0)).length();
        try (NodeLog log = log(new LogLimits(LogLevel.TRACE, twoLines, 2))) {
            for (int i = 0; i < 9; i++) {
                log.accept(line("x", 0));
            }

            assertThat(log.stored()).isEqualTo(5);
            assertThat(log.rotatedAway()).isEqualTo(4);
            assertThat(log.missing()).isZero();
        }

        assertThat(numbers(current())).containsExactly(9L);
        assertThat(numbers(directory.resolve("camera.1.jsonl"))).containsExactly(7L, 8L);
        assertThat(numbers(directory.resolve("camera.2.jsonl"))).containsExactly(5L, 6L);
        assertThat(directory.resolve("camera.3.jsonl")).doesNotExist();
        assertThat(complaints).singleElement().asString().contains("camera", "max_log_size");
    }

    @Test
    void shouldBeginAgainWhereNoFullFileIsKept() throws Exception {
        long twoLines = 2L * LogJson.write(1, line("x", 0)).length();
        try (NodeLog log = log(new LogLimits(LogLevel.TRACE, twoLines, 0))) {
            for (int i = 0; i < 5; i++) {
                log.accept(line("x", 0));
            }
            assertThat(log.rotatedAway()).isEqualTo(4);
        }

        assertThat(numbers(current())).containsExactly(5L);
        assertThat(directory.resolve("camera.1.jsonl")).doesNotExist();
    }

    @Test
    void shouldWriteALineThatIsLargerThanAFile() throws Exception {
        try (NodeLog log = log(new LogLimits(LogLevel.TRACE, 10, 1))) {
            log.accept(line("one", 0));
            log.accept(line("two", 0));
        }

        assertThat(numbers(directory.resolve("camera.1.jsonl"))).containsExactly(1L);
        assertThat(numbers(current())).containsExactly(2L);
    }

    @Test
    void shouldGoOnWhenTheDiskTakesLinesAgainAndSayWhatIsMissing() throws Exception {
        long oneLine = LogJson.write(1, line("x", 0)).length();
        try (NodeLog log = log(new LogLimits(LogLevel.TRACE, oneLine, 1))) {
            log.accept(line("x", 0));
            Path obstacle = Files.createDirectory(directory.resolve("camera.1.jsonl")); // no file can take its place
            Path inside = Files.createFile(obstacle.resolve("inside"));

            log.accept(line("x", 0));
            log.accept(line("too soon for another try", 0));
            assertThat(log.missing()).isEqualTo(2);
            assertThat(complaints).singleElement().asString().contains("camera", "misses lines from here on");
            Files.delete(inside);
            Files.delete(obstacle);
            log.accept(line("x", 2));
        }

        assertThat(complaints).hasSize(2).last().asString().contains("goes on", "misses 2 lines");
        assertThat(numbers(directory.resolve("camera.1.jsonl"))).containsExactly(1L);
        assertThat(LogJson.read("camera", lastLine())).map(NumberedLine::number).contains(4L);
    }

    @Test
    void shouldTryAgainAtOnceWhenTheClockWasSetBack() throws Exception {
        long oneLine = LogJson.write(1, line("x", 0)).length();
        try (NodeLog log = log(new LogLimits(LogLevel.TRACE, oneLine, 1))) {
            log.accept(line("x", 0));
            Path obstacle = Files.createDirectories(directory.resolve("camera.1.jsonl/inside"));
            log.accept(line("x", 0));
            Files.delete(obstacle);
            Files.delete(obstacle.getParent());

            log.accept(line("x", -3600));

            assertThat(log.missing()).isEqualTo(1);
        }
    }

    @Test
    void shouldCountWhatComesAfterItsEnd() {
        NodeLog log = log(LogLimits.DEFAULT);

        log.close();
        log.accept(line("late", 0));

        assertThat(log.missing()).isEqualTo(1);
        assertThat(complaints).isEmpty();
    }

    @Test
    void shouldNotWriteOverWhatIsThere() throws Exception {
        Files.createFile(current());

        assertThatThrownBy(() -> log(LogLimits.DEFAULT))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot write a log here");
    }

    @Test
    void shouldReadBackWhatItWrites() {
        LogLine line = new LogLine("camera", 3, LogSource.STDERR, NOW, LogLevel.ERROR, "a \"b\" \\x1b\t\u00e4");

        assertThat(LogJson.read("camera", LogJson.write(7, line))).contains(new NumberedLine(7, line));
    }

    @Test
    void shouldTakeNothingForALineThatIsNone() {
        assertThat(LogJson.read("camera", "")).isEmpty();
        assertThat(LogJson.read("camera", "[1]")).isEmpty();
        assertThat(LogJson.read("camera", "{\"time\":\"2026-01-02T03:04:05Z\",\"n\":1"))
                .isEmpty();
        assertThat(LogJson.read("camera", LogJson.write(1, line("x", 0)).replace("info", "loud")))
                .isEmpty();
    }

    @Test
    void shouldEscapeWhatSomebodyElseHasWrittenIntoAFile() {
        String hostile = LogJson.write(1, line("x", 0)).replace("\"x\"", "\"\\u001b[2J\"");

        assertThat(LogJson.read("camera", hostile).orElseThrow().line().text()).isEqualTo("\\x1b[2J");
    }

    private NodeLog log(LogLimits limits) {
        return new NodeLog(directory, "camera", limits, complaints::add);
    }

    private Path current() {
        return directory.resolve("camera.jsonl");
    }

    private String lastLine() throws Exception {
        List<String> lines = Files.readAllLines(current());
        return lines.get(lines.size() - 1);
    }

    private static List<Long> numbers(Path file) throws Exception {
        return Files.readAllLines(file).stream()
                .map(line -> LogJson.read("camera", line).orElseThrow().number())
                .toList();
    }

    private static LogLine line(String text, int seconds) {
        return new LogLine("camera", 1, LogSource.STDOUT, NOW.plusSeconds(seconds), LogLevel.INFO, text);
    }
}
