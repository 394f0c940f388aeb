package dev.bowstring.node.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class JsonLogTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final JsonLog log = new JsonLog(
            "stats",
            Clock.fixed(Instant.parse("2026-01-31T12:00:00.123Z"), ZoneOffset.UTC),
            () -> new PrintStream(bytes, true));

    @Test
    void shouldWriteOneLineOfJson() {
        log.info("aggregated", "rows", 1000, "worst", 212.5, "late", true);

        assertThat(bytes.toString())
                .isEqualTo("{\"log\":\"INFO\",\"time\":\"2026-01-31T12:00:00.123Z\",\"node\":\"stats\","
                        + "\"message\":\"aggregated\",\"rows\":1000,\"worst\":212.5,\"late\":true}"
                        + System.lineSeparator());
    }

    @Test
    void shouldEscapeWhatWouldBreakTheLine() {
        log.warn("a \"quoted\"\nline", "path", "C:\\x\t\u0001", "nan", Double.NaN);

        assertThat(bytes.toString().strip())
                .contains("\"message\":\"a \\\"quoted\\\"\\nline\"")
                .contains("\"path\":\"C:\\\\x\\t\\u0001\"")
                .contains("\"nan\":\"NaN\"")
                .doesNotContain("\n");
    }

    @Test
    void shouldLogTheStackOfAThrowable() {
        log.error("failed", new IllegalStateException("full"), "key-without-value");

        assertThat(bytes.toString())
                .contains("\"stack\":\"java.lang.IllegalStateException: full\\n\\tat ")
                .contains("\"key-without-value\":\"\"");
    }
}
