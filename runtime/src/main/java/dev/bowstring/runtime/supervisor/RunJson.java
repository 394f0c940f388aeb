package dev.bowstring.runtime.supervisor;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bowstring.runtime.descriptor.Dataflow;
import dev.bowstring.transport.layout.HeaderLayout;
import dev.bowstring.transport.segment.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Consumer;

/** The file {@code run.json}, by which a tool knows what a run directory belongs to. */
final class RunJson {
    /** Longer than it can be. */
    static final long MOST_BYTES = 16 << 10;

    private RunJson() {}

    /** @param pid the supervisor's process */
    private record Content(String run, String dataflow, String file, long pid, int layoutVersion) {}

    static void write(RunDirectory run, Dataflow dataflow, Consumer<String> notes) {
        Content content = new Content(
                run.runId(),
                dataflow.name(),
                dataflow.file().toString(),
                ProcessHandle.current().pid(),
                HeaderLayout.VERSION);
        try {
            Files.createFile(
                    run.runJson(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            new ObjectMapper().writeValue(run.runJson().toFile(), content);
        } catch (IOException full) {
            notes.accept("cannot write " + run.runJson() + ", tools will not find the run: " + full);
        }
    }
}
