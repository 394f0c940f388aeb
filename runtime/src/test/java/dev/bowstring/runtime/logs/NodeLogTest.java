package dev.bowstring.runtime.logs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

    @Test
    void shouldWriteEachLineAsOneJsonObject() throws Exception {
        Path file = directory.resolve("camera.jsonl");
        List<String> complaints = new ArrayList<>();

        try (NodeLog log = new NodeLog(file, complaints::add)) {
            log.accept(new LogLine("camera", LogSource.STDOUT, NOW, "say \"hi\"\\ \t\u00e4"));
            log.accept(new LogLine("camera", LogSource.STDERR, NOW, ""));
        }

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        JsonNode first = new ObjectMapper().readTree(lines.get(0));
        assertThat(first.get("time").asText()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(first.get("stream").asText()).isEqualTo("stdout");
        assertThat(first.get("line").asText()).isEqualTo("say \"hi\"\\ \t\u00e4");
        assertThat(complaints).isEmpty();
    }

    @Test
    void shouldEndAtItsLimitAndCountWhatIsMissing() throws Exception {
        Path file = directory.resolve("camera.jsonl");
        LogLine line = new LogLine("camera", LogSource.STDOUT, NOW, "x");
        long three = 3L * NodeLog.json(line).length();
        List<String> complaints = new ArrayList<>();

        try (NodeLog log = new NodeLog(file, complaints::add, three)) {
            for (int i = 0; i < 5; i++) {
                log.accept(line);
            }
            assertThat(complaints).singleElement().asString().contains("camera", "ends here", file.toString(), "full");
        }

        assertThat(file).hasSize(three);
        assertThat(complaints).hasSize(2).last().asString().endsWith("misses 2 lines");
    }

    @Test
    void shouldComplainOnceWhenTheDiskTakesNoMore() {
        List<String> complaints = new ArrayList<>();

        try (NodeLog log = new NodeLog(directory.resolve("camera.jsonl"), complaints::add)) {
            log.close();
            log.accept(new LogLine("camera", LogSource.STDOUT, NOW, "late"));
        }

        assertThat(complaints).isEmpty();
    }
}
