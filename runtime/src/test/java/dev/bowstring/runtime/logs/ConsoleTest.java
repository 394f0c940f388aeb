package dev.bowstring.runtime.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
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

    @Test
    void shouldCountAndTellWhatATerminalThatTakesNothingDoesNotGet() {
        CountDownLatch taking = new CountDownLatch(1);
        int more = Console.CAPACITY + 10;

        try (Console console = new Console(stream(new Stopped(taking)), stream(err), List.of("camera"), false)) {
            for (int i = 0; i < more; i++) {
                console.accept(line("camera", LogSource.STDOUT, "line " + i));
            }
            assertThat(console.dropped()).as("one line is with the terminal").isBetween(9L, 10L);
            taking.countDown();
            await().until(() -> err.toString(UTF_8).contains("lines left out here"));
        }

        assertThat(out.toString(UTF_8).lines()).hasSizeBetween(more - 10, more - 9);
    }

    @Test
    void shouldCountWhatIsLeftAtItsEnd() {
        CountDownLatch taking = new CountDownLatch(1);
        Console console = new Console(stream(new Stopped(taking)), stream(err), List.of("camera"), false);
        console.accept(line("camera", LogSource.STDOUT, "with the terminal"));
        await().until(() -> taken);
        console.accept(line("camera", LogSource.STDOUT, "queued"));
        console.note("queued");

        console.close();
        console.accept(line("camera", LogSource.STDOUT, "late"));

        assertThat(console.dropped()).isEqualTo(3);
        taking.countDown();
    }

    private volatile boolean taken;

    /** A terminal that takes nothing before it may. */
    private final class Stopped extends OutputStream {
        private final CountDownLatch taking;

        Stopped(CountDownLatch taking) {
            this.taking = taking;
        }

        @Override
        public void write(int value) {
            taken = true;
            try {
                taking.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            out.write(value);
        }
    }

    private static PrintStream stream(OutputStream target) {
        return new PrintStream(target, false, UTF_8);
    }

    private Console console(boolean colours) {
        return new Console(
                new PrintStream(out, false, UTF_8),
                new PrintStream(err, false, UTF_8),
                List.of("camera", "edge"),
                colours);
    }

    private static LogLine line(String node, LogSource source, String text) {
        return new LogLine(node, 1, source, Instant.EPOCH, source.level(), text);
    }
}
