package dev.bowstring.runtime.supervisor;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
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
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The file {@code run.json}, by which a tool knows what a run directory belongs to.
 *
 * @param run the id of the run
 * @param file the dataflow's
 * @param outputs those that nodes write, as {@code node/output}
 * @param records where the logs and the summary of the run are, on disk
 * @param pid the supervisor's process
 * @param startNs the monotonic clock of the machine when the run began
 */
public record RunJson(
        String run,
        String dataflow,
        String file,
        List<String> outputs,
        String records,
        long pid,
        long startNs,
        int layoutVersion) {
    /** Longer than it can be. */
    static final long MOST_BYTES = 1 << 20;

    private static final long WITHOUT_OUTPUTS = 16 << 10;
    private static final long OUTPUT_BYTES = 160;

    public RunJson {
        outputs = outputs == null ? List.of() : List.copyOf(outputs); // of another version
    }

    static void write(RunDirectory run, Dataflow dataflow, Path records, Consumer<String> notes) {
        RunJson content = new RunJson(
                run.runId(),
                dataflow.name(),
                dataflow.file().toAbsolutePath().normalize().toString(),
                outputs(dataflow),
                records.toString(),
                ProcessHandle.current().pid(),
                System.nanoTime(),
                HeaderLayout.VERSION);
        Path fresh = run.path().resolve("run.json.new");
        try {
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            content.writeTo(fresh);
            Files.move(fresh, run.runJson(), StandardCopyOption.ATOMIC_MOVE); // whole or not at all
        } catch (IOException full) {
            notes.accept("cannot write " + run.runJson() + ", tools will know little of the run: " + full);
        }
    }

    /** Word by word: a mapper loads four hundred classes first, beside nodes that are starting. */
    private void writeTo(Path fresh) throws IOException {
        try (JsonGenerator json = new JsonFactory().createGenerator(fresh.toFile(), JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeStringField("run", run);
            json.writeStringField("dataflow", dataflow);
            json.writeStringField("file", file);
            json.writeFieldName("outputs");
            json.writeArray(outputs.toArray(String[]::new), 0, outputs.size());
            json.writeStringField("records", records);
            json.writeNumberField("pid", pid);
            json.writeNumberField("startNs", startNs);
            json.writeNumberField("layoutVersion", layoutVersion);
            json.writeEndObject();
        }
    }

    /** What the file takes at most. */
    static long bytes(Dataflow dataflow) {
        return WITHOUT_OUTPUTS + OUTPUT_BYTES * outputs(dataflow).size();
    }

    private static List<String> outputs(Dataflow dataflow) {
        return dataflow.nodes().stream()
                .flatMap(node -> node.outputs().stream().map(output -> node.id() + "/" + output.id()))
                .toList();
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
