package dev.bowstring.runtime.supervisor;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bowstring.runtime.descriptor.Dataflow;
import dev.bowstring.transport.layout.HeaderLayout;
import dev.bowstring.transport.segment.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The file {@code run.json}, by which a tool knows what a run directory belongs to.
 *
 * @param run the id of the run
 * @param file the dataflow's
 * @param records where the logs and the summary of the run are, on disk
 * @param pid the supervisor's process
 * @param startNs the monotonic clock of the machine when the run began
 */
public record RunJson(
        String run, String dataflow, String file, String records, long pid, long startNs, int layoutVersion) {
    /** Longer than it can be. */
    static final long MOST_BYTES = 16 << 10;

    static void write(RunDirectory run, Dataflow dataflow, Path records, Consumer<String> notes) {
        RunJson content = new RunJson(
                run.runId(),
                dataflow.name(),
                dataflow.file().toString(),
                records.toString(),
                ProcessHandle.current().pid(),
                System.nanoTime(),
                HeaderLayout.VERSION);
        Path fresh = run.path().resolve("run.json.new");
        try {
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            new ObjectMapper().writeValue(fresh.toFile(), content);
            Files.move(fresh, run.runJson(), StandardCopyOption.ATOMIC_MOVE); // whole or not at all
        } catch (IOException full) {
            notes.accept("cannot write " + run.runJson() + ", tools will know little of the run: " + full);
        }
    }

    /** What a run says of itself; empty while it does not, or what it says makes no sense. */
    public static Optional<RunJson> read(RunDirectory run) {
        try {
            if (!Files.isRegularFile(run.runJson()) || Files.size(run.runJson()) > MOST_BYTES) {
                return Optional.empty();
            }
            return Optional.ofNullable(new ObjectMapper()
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(run.runJson().toFile(), RunJson.class));
        } catch (IOException notThere) {
            return Optional.empty(); // It is written once the nodes have been started, and may be another version's.
        }
    }
}
