package dev.bowstring.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminalTest {
    @TempDir
    Path descriptors;

    @BeforeEach
    void sendStdoutToAFile() throws Exception {
        Files.createSymbolicLink(descriptors.resolve("1"), Path.of("/tmp/out.json"));
        Files.createSymbolicLink(descriptors.resolve("2"), Path.of("/dev/pts/0"));
    }

    @Test
    void shouldLookAtTheDescriptorThatLinesGoTo() {
        assertThat(Execution.terminal(null).colours(Map.of(), descriptors)).isFalse();
        assertThat(Execution.terminal("summary.json").colours(Map.of(), descriptors))
                .isFalse();
        assertThat(Execution.terminal("-").colours(Map.of(), descriptors)).isTrue();
    }

    @Test
    void shouldHonourTheWishForNoColours() {
        assertThat(Terminal.ERR.colours(Map.of("NO_COLOR", "1"), descriptors)).isFalse();
    }
}
