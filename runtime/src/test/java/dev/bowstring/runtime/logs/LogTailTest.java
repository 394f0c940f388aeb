package dev.bowstring.runtime.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final int LINE = LogJson.write(1, line("camera", "1", 0)).length();

    @TempDir
    Path directory;

    @Test
    void shouldReadAllFilesFromTheOldestLineOn() throws Exception {
        try (NodeLog log = log("camera", 2 * LINE, 5);
                LogTail tail = new LogTail(directory, "camera")) {
            write(log, 1, 7);

            assertThat(texts(tail)).containsExactly("1", "2", "3", "4", "5", "6", "7");
            assertThat(texts(tail)).isEmpty();
            assertThat(tail.gone()).isZero();
        }
    }

    @Test
    void shouldFollowAcrossRotation() throws Exception {
        try (NodeLog log = log("camera", 2 * LINE, 5);
                LogTail tail = new LogTail(directory, "camera")) {
            write(log, 1, 1);
            assertThat(texts(tail)).containsExactly("1");
            write(log, 2, 6); // fills the file being read, and two more
            assertThat(texts(tail)).containsExactly("2", "3", "4", "5", "6");
            write(log, 7, 7);
            assertThat(texts(tail)).containsExactly("7");
        }
    }

    @Test
    void shouldCountTheLinesThatWentBeforeTheyWereRead() throws Exception {
        try (NodeLog log = log("camera", 2 * LINE, 1);
                LogTail tail = new LogTail(directory, "camera")) {
            write(log, 1, 1);
            assertThat(texts(tail)).containsExactly("1");
            write(log, 2, 9);

            assertThat(texts(tail)).as("what was open, and what is there").containsExactly("2", "7", "8", "9");
            assertThat(tail.gone()).isEqualTo(4);
        }
    }

    @Test
    void shouldSayWhatWentBeforeTheFirstLineThatIsThere() throws Exception {
        try (NodeLog log = log("camera", 2 * LINE, 0);
                LogTail tail = new LogTail(directory, "camera")) {
            write(log, 1, 5);

            assertThat(texts(tail)).containsExactly("5");
            assertThat(tail.gone()).isEqualTo(4);
        }
    }

    @Test
    void shouldWaitForTheRestOfALine() throws Exception {
        String text = LogJson.write(1, line("camera", "whole", 0));
        Path file = directory.resolve("camera.jsonl");
        Files.writeString(file, text.substring(0, 20));
        try (LogTail tail = new LogTail(directory, "camera")) {
            assertThat(texts(tail)).isEmpty();

            Files.writeString(file, text.substring(20), StandardOpenOption.APPEND);

            assertThat(texts(tail)).containsExactly("whole");
        }
    }

    @Test
    void shouldLeaveOutWhatIsNoLine() throws Exception {
        Files.writeString(
                directory.resolve("camera.jsonl"),
                "garbage\n\n" + LogJson.write(1, line("camera", "one", 0)) + "{\n\u0000\u0001\n"
                        + LogJson.write(2, line("camera", "two", 0)));
        try (LogTail tail = new LogTail(directory, "camera")) {
            assertThat(texts(tail)).containsExactly("one", "two");
        }
    }

    @Test
    void shouldReadEveryLineOnceWheneverItLooks() throws Exception {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        List<String> read = new ArrayList<>();
        int lines = 2_000;
        try (NodeLog log = log("camera", 5 * LINE, 50);
                LogTail tail = new LogTail(directory, "camera")) {
            for (int written = 0; written < lines; ) {
                int next = Math.min(lines, written + random.nextInt(40));
                write(log, written + 1, next);
                written = next;
                for (int taken = random.nextInt(60); taken > 0 && tail.peek().isPresent(); taken--) {
                    read.add(tail.peek().orElseThrow().text());
                    tail.take();
                }
            }
            read.addAll(texts(tail));
            assertThat(read.size() + tail.gone()).as("seed " + seed).isEqualTo(lines);
            assertThat(read.stream().mapToLong(Long::parseLong))
                    .as("seed " + seed)
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldMergeTheLogsOfNodesByTime() throws Exception {
        try (NodeLog camera = log("camera", 1 << 20, 1);
                NodeLog edge = log("edge", 1 << 20, 1);
                LogMerge merge = new LogMerge(directory, LogMerge.nodes(directory))) {
            camera.accept(line("camera", "a", 1));
            edge.accept(line("edge", "b", 2));
            edge.accept(line("edge", "c", 3));
            camera.accept(line("camera", "d", 4));

            List<String> texts = new ArrayList<>();
            for (Optional<LogLine> line = merge.next(); line.isPresent(); line = merge.next()) {
                texts.add(line.get().node() + " " + line.get().text());
            }

            assertThat(texts).containsExactly("camera a", "edge b", "edge c", "camera d");
            camera.accept(line("camera", "e", 5));
            assertThat(merge.next()).map(LogLine::text).as("looks again").contains("e");
        }
    }

    private NodeLog log(String node, long maxBytes, int files) {
        return new NodeLog(directory, node, new LogLimits(LogLevel.TRACE, maxBytes, files), complaint -> {});
    }

    private static void write(NodeLog log, long from, long to) {
        LongStream.rangeClosed(from, to).forEach(i -> log.accept(line("camera", Long.toString(i), 0)));
    }

    private static List<String> texts(LogTail tail) throws IOException {
        List<String> texts = new ArrayList<>();
        for (Optional<LogLine> line = tail.peek(); line.isPresent(); line = tail.peek()) {
            texts.add(line.get().text());
            tail.take();
        }
        return texts;
    }

    private static LogLine line(String node, String text, int seconds) {
        return new LogLine(node, 1, LogSource.STDOUT, NOW.plusSeconds(seconds), LogLevel.INFO, text);
    }
}
