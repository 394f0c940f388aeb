package dev.bowstring.runtime.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.runtime.recording.RecordingDirectory;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfoProgramTest {
    @TempDir
    private Path directory;

    @Test
    void shouldTellOfWhatCannotBeReadAndOfWhatIsNotThere() throws Exception {
        RecordingDirectory recording = new RecordingDirectory(directory.resolve("recording"));
        Path dataflow = Files.writeString(directory.resolve("flow.yml"), "nodes: []");
        RecordingDirectory.Facts facts =
                RecordingDirectory.Facts.now("run", "flow", "flow.yml", "lossless", "1", List.of("a/out", "b/out"));
        assertThat(recording.createOrContinue(facts, dataflow)).isEmpty();
        Path unreadable = Files.createDirectories(recording.journal("a/out"));
        Files.writeString(unreadable.resolve("journal.properties"), "version=9\n");

        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int exit = new InfoProgram(Recording.open(recording.path(), "*"), new PrintStream(said, true, UTF_8)).info();

        assertThat(exit).isEqualTo(1);
        assertThat(said.toString(UTF_8)).contains("BAD  a/out: ", "output     b/out: has no journal; it was deleted");
    }
}
