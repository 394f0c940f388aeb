package dev.bowstring.runtime.recording;

import dev.bowstring.runtime.descriptor.CpuAffinity;
import dev.bowstring.runtime.descriptor.Dataflow;
import dev.bowstring.runtime.descriptor.InputSpec;
import dev.bowstring.runtime.descriptor.LogSpec;
import dev.bowstring.runtime.descriptor.NodeSpec;
import dev.bowstring.runtime.descriptor.OutputSource;
import dev.bowstring.runtime.descriptor.OutputSpec;
import dev.bowstring.runtime.descriptor.QueuePolicy;
import dev.bowstring.runtime.descriptor.RuntimeProgram;
import dev.bowstring.runtime.descriptor.SourcePosition;
import dev.bowstring.runtime.descriptor.Start;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A dataflow with one node more: a recorder that reads the outputs which are to be kept. */
public final class RecordedDataflow {
    /** No node of a user can be called so. */
    public static final String RECORDER = "@recorder";

    private static final String MAIN_CLASS = "dev.bowstring.runtime.cli.JournalMain";
    private static final SourcePosition NOWHERE = new SourcePosition(1, 1);
    private static final int QUEUE_SIZE = 64;
    private static final int HELD = 4;

    private RecordedDataflow() {}

    /**
     * Makes the directory of the recording and puts the recorder into the dataflow.
     *
     * @param lossless whether the outputs wait for the recorder
     * @param run the id of the run that is about to begin
     * @param version that of the runtime
     */
    public static Dataflow of(
            Dataflow dataflow,
            Selector selector,
            boolean lossless,
            RecordingDirectory into,
            String run,
            String version) {
        List<String> outputs = selector.among(outputs(dataflow));
        into.create(
                new RecordingDirectory.Facts(
                        RecordingDirectory.version(),
                        run,
                        dataflow.name(),
                        dataflow.file().toAbsolutePath().normalize().toString(),
                        lossless ? "lossless" : "lossy",
                        Instant.now().toString(),
                        version,
                        System.getProperty("java.vm.version", ""),
                        outputs),
                dataflow.file());
        List<NodeSpec> nodes = new ArrayList<>(dataflow.nodes());
        nodes.add(recorder(outputs, lossless, into));
        return new Dataflow(
                dataflow.name(), dataflow.file(), dataflow.directory(), dataflow.env(), dataflow.startTimeout(), nodes);
    }

    /** All outputs of a dataflow, as {@code node/output}. */
    static List<String> outputs(Dataflow dataflow) {
        List<String> outputs = new ArrayList<>();
        for (NodeSpec node : dataflow.nodes()) {
            for (OutputSpec output : node.outputs()) {
                outputs.add(node.id() + "/" + output.id());
            }
        }
        return outputs;
    }

    private static NodeSpec recorder(List<String> outputs, boolean lossless, RecordingDirectory into) {
        List<InputSpec> inputs = new ArrayList<>();
        for (String output : outputs) {
            int slash = output.indexOf('/');
            OutputSource source = new OutputSource(output.substring(0, slash), output.substring(slash + 1));
            inputs.add(new InputSpec(
                    output.replace('/', '.'),
                    source,
                    QUEUE_SIZE,
                    lossless ? QueuePolicy.BACKPRESSURE : QueuePolicy.DROP_OLDEST,
                    HELD,
                    NOWHERE));
        }
        return new NodeSpec(
                RECORDER,
                new RuntimeProgram(MAIN_CLASS),
                List.of("recorder", into.path().toString()),
                Map.of(),
                inputs,
                List.of(),
                List.of(),
                CpuAffinity.any(NOWHERE),
                Start.BARRIER,
                LogSpec.DEFAULT,
                NOWHERE,
                RECORDER,
                "");
    }
}
