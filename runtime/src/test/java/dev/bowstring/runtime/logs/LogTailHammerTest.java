package dev.bowstring.runtime.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A log that is read while its files are filled, renamed and made anew. */
class LogTailHammerTest {
    private static final int LINES = 20_000;
    private static final int LINES_PER_FILE = 50;

    @TempDir
    Path directory;

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void shouldReadEveryLineOnceWhateverHappensToTheFiles() throws Exception {
        long fileBytes = LINES_PER_FILE * (long) LogJson.write(LINES, line()).length();
        LogLimits all = new LogLimits(LogLevel.TRACE, fileBytes, 2 * LINES / LINES_PER_FILE);
        AtomicBoolean written = new AtomicBoolean();
        try (NodeLog log = new NodeLog(directory, "camera", all, complaint -> {});
                LogTail tail = new LogTail(directory, "camera")) {
            Thread writer = new Thread(() -> {
                for (int i = 0; i < LINES; i++) {
                    log.accept(line());
                }
                written.set(true);
            });
            writer.start();

            int read = 0;
            boolean more = true;
            while (more) {
                more = !written.get();
                for (Optional<LogLine> next = tail.peek(); next.isPresent(); next = tail.peek()) {
                    tail.take();
                    read++;
                }
            }
            writer.join();

            assertThat(tail.gone()).isZero();
            assertThat(read).isEqualTo(LINES);
        }
    }

    private static LogLine line() {
        return new LogLine("camera", 1, LogSource.STDOUT, Instant.EPOCH, LogLevel.INFO, "x");
    }
}
