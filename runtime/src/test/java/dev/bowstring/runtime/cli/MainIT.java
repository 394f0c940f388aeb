package dev.bowstring.runtime.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("process")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class MainIT {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    @Test
    void shouldStartFromTheJarAloneAndPrintNothingButItsVersion() throws Exception {
        Process process = new ProcessBuilder(JAVA.toString(), "-jar", System.getProperty("bowstring.jar"), "--version")
                .redirectErrorStream(true)
                .start();

        String output = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(output).isEqualToIgnoringNewLines("bowstring " + System.getProperty("bowstring.version") + "\n");
    }
}
