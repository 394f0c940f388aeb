package dev.bowstring.runtime.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class ConsoleTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void shouldPutTheNameOfTheNodeBeforeEachLine() {
        try (Console console = console(false)) {
            console.accept(line("camera", LogSource.STDOUT, "ready"));
            console.accept(line("edge", LogSource.STDERR, "too dark"));
            console.note("all \u001b\nwell");
        }

        assertThat(out.toString(UTF_8)).isEqualTo("camera | ready\nedge   ! too dark\n");
        assertThat(err.toString(UTF_8)).isEqualTo("bowstring: all \\x1b\nwell\n");
    }

    @Test
    void shouldGiveEachNodeAColourOfItsOwn() {
        try (Console console = console(true)) {
            console.accept(line("camera", LogSource.STDOUT, "ready"));
            console.accept(line("edge", LogSource.STDERR, "too dark"));
        }

        assertThat(out.toString(UTF_8))
                .isEqualTo(
                        "\u001b[36mcamera\u001b[0m | ready\n\u001b[33medge  \u001b[0m \u001b[31m!\u001b[0m too dark\n");
    }

    private Console console(boolean colours) {
        return new Console(
                new PrintStream(out, false, UTF_8),
                new PrintStream(err, false, UTF_8),
                List.of("camera", "edge"),
                colours);
    }

    private static LogLine line(String node, LogSource source, String text) {
        return new LogLine(node, source, Instant.EPOCH, text);
    }
}
