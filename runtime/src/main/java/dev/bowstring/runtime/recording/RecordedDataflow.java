package dev.bowstring.runtime.recording;

import dev.bowstring.runtime.descriptor.CpuAffinity;
import dev.bowstring.runtime.descriptor.Dataflow;
import dev.bowstring.runtime.descriptor.DebugSpec;
import dev.bowstring.runtime.descriptor.DurableSpec;
import dev.bowstring.runtime.descriptor.HealthSpec;
import dev.bowstring.runtime.descriptor.InputDeadlines;
import dev.bowstring.runtime.descriptor.InputSpec;
import dev.bowstring.runtime.descriptor.LogSpec;
import dev.bowstring.runtime.descriptor.NodeSpec;
import dev.bowstring.runtime.descriptor.OnFailure;
import dev.bowstring.runtime.descriptor.OnRestart;
import dev.bowstring.runtime.descriptor.OutputSource;
import dev.bowstring.runtime.descriptor.OutputSpec;
import dev.bowstring.runtime.descriptor.QueuePolicy;
import dev.bowstring.runtime.descriptor.RestartSpec;
import dev.bowstring.runtime.descriptor.RuntimeProgram;
import dev.bowstring.runtime.descriptor.SourcePosition;
import dev.bowstring.runtime.descriptor.Start;
import dev.bowstring.runtime.lifecycle.RestartPolicy;
import dev.bowstring.runtime.lifecycle.RestartRules;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A dataflow with one node more: a recorder that reads the outputs which are to be kept. */
public final class RecordedDataflow {
    /** No node of a user can be called so. */
    public static final String RECORDER = "@recorder";

    /** The same for what keeps durable outputs. */
    public static final String JOURNAL = "@journal";

    private static final String MAIN_CLASS = "dev.bowstring.runtime.cli.JournalMain";
    private static final SourcePosition NOWHERE = new SourcePosition(1, 1);
    private static final int QUEUE_SIZE = 64;
    private static final int HELD = 4;

    /** It goes on where its journals end. If it cannot be had, the dataflow goes on without. */
    private static final RestartSpec RESTARTS = new RestartSpec(
            new RestartRules(
                    RestartPolicy.ON_FAILURE,
                    5,
                    RestartRules.DEFAULT.delayNs(),
                    RestartRules.DEFAULT.maxDelayNs(),
                    RestartRules.WHOLE_RUN),
            OnFailure.ISOLATE);

    /**
     * How a run is recorded.
     *
     * @param lossless whether the outputs wait for the recorder
     * @param kept how the journals are kept
     */
    public record Policy(boolean lossless, DurableSpec kept) {
        private static final String LOSSLESS = "lossless";
        private static final String LOSSY = "lossy";

        /** As it is written down in a recording. */
        public String written() {
            return lossless ? LOSSLESS : LOSSY;
        }
    }

    private RecordedDataflow() {}

    /**
     * Makes the directory of the recording and puts the recorder into the dataflow.
     *
     * @param policy whether the outputs wait for the recorder, and how the journals are kept
     * @param run the id of the run that is about to begin
     * @param version that of the runtime
     */
    public static Dataflow of(
            Dataflow dataflow, Selector selector, Policy policy, RecordingDirectory into, String run, String version) {
        List<String> outputs = selector.among(outputs(dataflow));
        into.create(facts(dataflow, policy, run, version, outputs), dataflow.file());
        List<String> settings = Collections.nCopies(outputs.size(), settings(policy.kept()));
        return with(dataflow, recorder(RECORDER, outputs, policy.lossless(), into, settings));
    }

    /**
     * Puts what keeps the durable outputs into the dataflow, if it has any.
     *
     * @param dataDir their journals are in {@code journals/<dataflow>} there, and outlive the run
     */
    public static Dataflow withDurables(Dataflow dataflow, Path dataDir, String run, String version) {
        List<String> outputs = new ArrayList<>();
        List<String> settings = new ArrayList<>();
        for (NodeSpec node : dataflow.nodes()) {
            for (OutputSpec output : node.outputs()) {
                if (output.durable().kept()) {
                    outputs.add(node.id() + "/" + output.id());
                    settings.add(settings(output.durable()));
                }
            }
        }
        if (outputs.isEmpty()) {
            return dataflow;
        }
        RecordingDirectory into = journals(dataflow, dataDir);
        into.create(facts(dataflow, new Policy(true, DurableSpec.DEFAULT), run, version, outputs), dataflow.file());
        return with(readingFrom(into, dataflow), recorder(JOURNAL, outputs, true, into, settings));
    }

    /** Where the journals of the durable outputs are, over all runs of the dataflow. */
    static RecordingDirectory journals(Dataflow dataflow, Path dataDir) {
        return new RecordingDirectory(dataDir.resolve("journals").resolve(dataflow.name()));
    }

    /** The same dataflow, whose inputs know where the journals are that they read. */
    private static Dataflow readingFrom(RecordingDirectory into, Dataflow dataflow) {
        List<NodeSpec> nodes = new ArrayList<>();
        for (NodeSpec node : dataflow.nodes()) {
            nodes.add(node.withInputs(node.inputs().stream()
                    .map(input -> input.source() instanceof OutputSource from
                            ? input.of(into.journal(from.node(), from.output()))
                            : input)
                    .toList()));
        }
        return dataflow.withNodes(nodes);
    }

    /** How a journal is kept, as the recorder is told on its command line. */
    public static String settings(DurableSpec durable) {
        return String.join(
                ",",
                Long.toString(durable.rollAfter().toMillis()),
                Long.toString(durable.rollBytes()),
                Long.toString(durable.keepFor().toMillis()),
                Long.toString(durable.keepBytes()),
                Long.toString(durable.minFreeBytes()));
    }

    private static Dataflow with(Dataflow dataflow, NodeSpec more) {
        List<NodeSpec> nodes = new ArrayList<>(dataflow.nodes());
        nodes.add(more);
        return dataflow.withNodes(nodes);
    }

    private static RecordingDirectory.Facts facts(
            Dataflow dataflow, Policy policy, String run, String version, List<String> outputs) {
        return RecordingDirectory.Facts.now(
                run,
                dataflow.name(),
                dataflow.file().toAbsolutePath().normalize().toString(),
                policy.written(),
                version,
                outputs);
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

    private static NodeSpec recorder(
            String id, List<String> outputs, boolean lossless, RecordingDirectory into, List<String> settings) {
        List<String> arguments = new ArrayList<>(List.of("recorder", into.path().toString()));
        arguments.addAll(settings);
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
                    OnRestart.RESUME,
                    InputDeadlines.NONE,
                    Optional.empty(),
                    NOWHERE));
        }
        return new NodeSpec(
                id,
                new RuntimeProgram(MAIN_CLASS),
                arguments,
                Map.of(),
                inputs,
                List.of(),
                List.of(),
                CpuAffinity.any(NOWHERE),
                Start.BARRIER,
                RESTARTS,
                HealthSpec.DEFAULT,
                DebugSpec.OFF,
                LogSpec.DEFAULT,
                NOWHERE,
                id,
                "");
    }
}
