package dev.bowstring.runtime.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.runtime.descriptor.Dataflow;
import dev.bowstring.runtime.descriptor.DataflowReader;
import dev.bowstring.transport.layout.HeaderLayout;
import dev.bowstring.transport.segment.RunDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run says of itself to tools. */
class RunJsonTest {
    @TempDir
    Path directory;

    @Test
    void shouldReadWhatWasWritten() throws Exception {
        Path file = Files.writeString(
                directory.resolve("say \"so\".yml"),
                "nodes: [{id: a, path: /bin/true, outputs: [x, y]}, {id: b, path: /bin/true, outputs: [z]}]");
        Dataflow dataflow = DataflowReader.read(file);
        RunDirectory run = new RunDirectory(Files.createDirectory(directory.resolve("20261130-000000-abcd")));
        Path records = directory.resolve("records");
        List<String> notes = new ArrayList<>();

        RunJson.write(run, dataflow, records, notes::add);

        assertThat(notes).isEmpty();
        RunJson read = RunJson.read(run).orElseThrow();
        assertThat(read)
                .usingRecursiveComparison()
                .ignoringFields("startNs")
                .isEqualTo(new RunJson(
                        run.runId(),
                        dataflow.name(),
                        file.toString(),
                        List.of("a/x", "a/y", "b/z"),
                        records.toString(),
                        ProcessHandle.current().pid(),
                        0,
                        HeaderLayout.VERSION));
        assertThat(read.startNs()).isLessThanOrEqualTo(System.nanoTime()).isPositive();
        assertThat(Files.size(run.runJson())).isLessThanOrEqualTo(RunJson.bytes(dataflow));
    }
}
