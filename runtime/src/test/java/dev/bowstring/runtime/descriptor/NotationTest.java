package dev.bowstring.runtime.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotationTest {
    @ParameterizedTest
    @CsvSource({"30s, 30000", "500ms, 500", "2 min, 120000", "1.5, 1500", "1h, 3600000", "2m, 120000"})
    void shouldReadTimes(String text, long millis) {
        assertThat(TimeSpan.parse(text)).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-1s", "1 day", "1e3", "99999999999s", "1..5s"})
    void shouldRefuseWhatIsNoTime(String text) {
        assertThat(TimeSpan.parse(text)).isEmpty();
    }

    @Test
    void shouldSplitArgumentsLikeAShell() {
        assertThat(CommandLineText.split(" a  'b c' \"d \\\" e\" f\\ g '' \\' ''h'i' "))
                .contains(List.of("a", "b c", "d \" e", "f g", "", "'", "hi"));
        assertThat(CommandLineText.split("")).contains(List.of());
        assertThat(CommandLineText.split("$HOME *")).contains(List.of("$HOME", "*"));
        assertThat(CommandLineText.split("'open")).isEmpty();
        assertThat(CommandLineText.split("end\\")).isEmpty();
    }

    @Test
    void shouldGuessWhatWasMeant() {
        List<String> words = List.of("inputs", "outputs", "queue_size");

        assertThat(Nearest.to("input", words)).contains("inputs");
        assertThat(Nearest.to("uotputs", words)).contains("outputs");
        assertThat(Nearest.to("queue-size", words)).contains("queue_size");
        assertThat(Nearest.to("colour", words)).isEmpty();
        assertThat(Nearest.to("", words)).isEmpty();
        assertThat(Nearest.to("x".repeat(100), words)).isEmpty();
    }

    @Test
    void shouldPrintProblemsThatCannotMoveTheCursor() {
        Problem problem = new Problem(Path.of("a\nb.yml"), 3, 7, "bad \u001b[31m\u202e `x`", "");

        assertThat(problem).hasToString("a\\u000ab.yml:3:7: bad \\u001b[31m\\u202e `x`");
        assertThat(Printable.quote("é".repeat(100))).isEqualTo("`" + "é".repeat(40) + "...` (100 characters)");
    }
}
