package dev.bowstring.runtime.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bowstring.runtime.recording.RecordingException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextExportTest {
    private static final Path FILE = Path.of("export/source.out.jsonl");

    @Test
    void shouldRefuseColumnsOfWhichAnObjectCouldShowOneOnly() {
        assertThatThrownBy(() -> TextExport.names(FILE, false, List.of("x", "y", "x")))
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining("two columns of source.out.jsonl")
                .hasMessageContaining("--format csv or arrow");
        assertThatThrownBy(() -> TextExport.names(FILE, false, List.of("_sequence")))
                .isInstanceOf(RecordingException.class);
    }

    @Test
    void shouldGiveEachColumnOfCsvAPlaceOfItsOwn() {
        assertThat(TextExport.names(FILE, true, List.of("x", "x")))
                .containsExactly("_sequence", "_publish_time", "_metadata", "x", "x");
    }
}
