package dev.bowstring.runtime.logs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineLevelsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "DEBUG ~ {\"log\":\"DEBUG\",\"time\":\"2026-01-31T12:00:00Z\",\"node\":\"a\",\"message\":\"m\"}",
                "ERROR ~ {\"ts\":1,\"nested\":{\"level\":\"debug\"},\"level\":\"fatal\"}",
                "WARN ~ {\"level\":40,\"msg\":\"pino\"}",
                "WARN ~ {\"severity\":\"WARNING\",\"cut\":\"aaaa",
                "INFO ~ INFO: a message of java.util.logging",
                "INFO ~ Jan 02, 2026 3:04:05 PM dev.example.Main main",
                "ERROR ~ SEVERE: broken",
                "DEBUG ~ 12:00:00.123 [main] DEBUG dev.example.Main -- started",
                "TRACE ~ 2026-01-02 03:04:05,678 TRACE [worker-1] (x) hello",
                "WARN ~ [main] WARN dev.example.Main - slf4j-simple",
                "ERROR ~ [ERROR] a build tool",
                "WARN ~ WARNING:root:python",
                "INFO ~ \\x1b[2m2026-01-02T03:04:05Z\\x1b[0m \\x1b[32m INFO\\x1b[0m crate: colours",
                "WARN ~ [warn] in brackets",
                "ERROR ~ error: cannot open",
                "WARN ~ foo.c:12:5: warning: unused",
                "DEBUG ~ time=12 level=debug msg=logfmt",
                "ERROR ~ <3>systemd",
                "INFO ~ <6>systemd",
                "ERROR ~ Exception in thread \"main\" java.lang.IllegalStateException: x",
                "ERROR ~ java.lang.OutOfMemoryError: Java heap space",
                "ERROR ~ ValueError: python",
                "ERROR ~ Traceback (most recent call last):",
            })
    void shouldFindTheLevelThatALineNames(LogLevel level, String line) {
        for (LogSource source : LogSource.values()) {
            assertThat(new LineLevels(source).next(line)).isEqualTo(level);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "{\"level\":\"loud\"}",
                "{\"level\":5}",
                "{\"level\":[1]}",
                "hello INFO",
                "the error is small",
                "informational",
                "Error",
                "ERRORS found: 0",
                "a level=2 b",
                "<9>no priority",
                "1 2 3 4 5 6 7 8 9 ERROR",
                "Errors: none",
            })
    void shouldTakeThePipesLevelForALineThatNamesNone(String line) {
        assertThat(new LineLevels(LogSource.STDOUT).next(line)).isEqualTo(LogLevel.INFO);
        assertThat(new LineLevels(LogSource.STDERR).next(line)).isEqualTo(LogLevel.WARN);
    }

    @Test
    void shouldKeepAStackTraceTogether() {
        LineLevels levels = new LineLevels(LogSource.STDERR);

        assertThat(levels.next("12:00:00 ERROR broken")).isEqualTo(LogLevel.ERROR);
        assertThat(levels.next("\tat dev.example.Main.main(Main.java:1)")).isEqualTo(LogLevel.ERROR);
        assertThat(levels.next("Caused by: java.io.IOException: gone")).isEqualTo(LogLevel.ERROR);
        assertThat(levels.next("\t... 1 more")).isEqualTo(LogLevel.ERROR);
        assertThat(levels.next("12:00:01 INFO goes on")).isEqualTo(LogLevel.INFO);
        assertThat(levels.next("  with details")).isEqualTo(LogLevel.INFO);
    }
}
