package dev.bowstring.runtime.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.runtime.logs.LogLevel;
import dev.bowstring.runtime.logs.LogLine;
import dev.bowstring.runtime.logs.LogSource;
import dev.bowstring.transport.counters.OutputCounter;
import dev.bowstring.transport.log.Account;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogOutputsTest {
    private static final int WORDS = 0;
    private static final int WARNINGS = 1;
    private static final int ALL = 2;

    @TempDir
    Path directory;

    private TestRun run;
    private LogOutputs outputs;

    @BeforeEach
    void open() throws Exception {
        run = new TestRun(directory, """
                nodes:
                  - {id: a, path: /bin/sh, send_stdout_as: words}
                  - {id: b, path: /bin/sh, inputs: {w: logs/warn, words: a/words}}
                  - {id: c, path: /bin/sh, inputs: {all: {source: logs, queue_size: 5}}}
                """);
        outputs = new LogOutputs(run.files, run.notes::add);
    }

    @AfterEach
    void close() {
        outputs.close();
        run.close();
    }

    @Test
    void shouldPublishEachLineWhereItBelongs() {
        outputs.accept(line("a", LogSource.STDOUT, LogLevel.INFO, "one"));
        outputs.accept(line("a", LogSource.STDERR, LogLevel.WARN, "two"));
        outputs.accept(line("b", LogSource.STDERR, LogLevel.ERROR, "three"));

        assertThat(published(WORDS)).isEqualTo(1);
        assertThat(published(WARNINGS)).as("not its own").isEqualTo(1);
        assertThat(published(ALL)).isEqualTo(3);
    }

    @Test
    void shouldPublishLinesOfAnyLengthForEverThoughNobodyReadsThem() {
        for (int i = 0; i < 20_000; i++) {
            outputs.accept(line("a", LogSource.STDOUT, LogLevel.INFO, "x".repeat(i % 8_200)));
        }

        Account account = run.output(ALL).log().account(0);
        assertThat(account.published()).isEqualTo(20_000);
        assertThat(account.unread() - account.unreachable()).isEqualTo(5);
        assertThat(run.output(ALL).counters().value(OutputCounter.REFUSED)).isZero();
    }

    @Test
    void shouldLetFewLinesOfAReaderReachAnotherAndCountTheRest() {
        for (int i = 0; i < 1_000; i++) {
            outputs.accept(line("b", LogSource.STDOUT, LogLevel.INFO, "echo"));
        }

        long refused = run.output(ALL).counters().value(OutputCounter.REFUSED);
        assertThat(published(ALL)).isBetween(100L, 999L);
        assertThat(published(ALL) + refused).isEqualTo(1_000);
    }

    @Test
    void shouldEndAnOutputOnceItsNodesHaveEnded() {
        assertThat(outputs.look(node -> false)).isZero();
        assertThat(outputs.look("a"::equals)).isEqualTo(3);
        assertThat(outputs.look("a"::equals)).isZero();

        assertThat(run.output(WORDS).log().closed()).isTrue();
        assertThat(run.output(ALL).log().closed()).isTrue();
        outputs.accept(line("a", LogSource.STDOUT, LogLevel.INFO, "late"));
        assertThat(published(WORDS)).isZero();
        assertThat(run.output(WORDS).counters().value(OutputCounter.REFUSED)).isEqualTo(1);
    }

    @Test
    @SuppressWarnings("NullAway")
    void shouldNotDisturbWhoReadsAPipeWhenAnOutputFails() {
        outputs.accept(line("a", LogSource.STDOUT, LogLevel.INFO, null));
        outputs.accept(line("a", LogSource.STDOUT, LogLevel.WARN, "x"));

        assertThat(published(WARNINGS)).as("it was not concerned").isEqualTo(1);
        assertThat(published(WORDS)).isZero();
        assertThat(run.notes).hasSize(2).allSatisfy(note -> assertThat(note).contains("carries no lines any more"));
    }

    @Test
    void shouldTouchNothingAfterItWasClosed() {
        outputs.close();

        outputs.accept(line("a", LogSource.STDOUT, LogLevel.INFO, "late"));

        assertThat(published(WORDS)).isZero();
    }

    @Test
    void shouldLeaveThePortsAndTheEndOfANodeToTheNode() {
        assertThat(run.files.outputsOf("a")).isEmpty();
        NodeRun node = run.node("a");
        node.requestStop(false);
        new DeathPass(run.plan, run.files).cleanUpAfter(node);

        assertThat(run.output(WORDS).log().closed()).isFalse();
    }

    private long published(int output) {
        return run.output(output).log().published();
    }

    private static LogLine line(String node, LogSource source, LogLevel level, String text) {
        return new LogLine(node, 1, source, Instant.EPOCH, level, text);
    }
}
