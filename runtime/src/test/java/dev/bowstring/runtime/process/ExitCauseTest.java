package dev.bowstring.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExitCauseTest {
    @Test
    void shouldSayInPlainWordsWhyAProcessEnded() {
        assertThat(ExitCause.describe(3)).isEqualTo("exit code 3");
        assertThat(ExitCause.describe(128)).isEqualTo("exit code 128");
        assertThat(ExitCause.describe(255)).isEqualTo("exit code 255");
        assertThat(ExitCause.describe(137)).isEqualTo("killed by signal 9 (out of memory?)");
        assertThat(ExitCause.describe(139)).startsWith("killed by signal 11 (memory violation");
        assertThat(ExitCause.describe(134)).startsWith("killed by signal 6 (aborted");
        assertThat(ExitCause.describe(138)).isEqualTo("killed by signal 10");
    }
}
