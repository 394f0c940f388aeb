package dev.bowstring.runtime.cli;

import dev.bowstring.runtime.descriptor.Dataflow;
import dev.bowstring.runtime.recording.RecordedDataflow;
import dev.bowstring.runtime.recording.RecordingDirectory;
import dev.bowstring.runtime.recording.RecordingException;
import dev.bowstring.runtime.recording.Selector;
import dev.bowstring.runtime.supervisor.RunOptions;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Whether and how a run is recorded. */
final class RecordOptions {
    /** Whether the dataflow waits for the recorder. */
    enum Policy {
        /** It does: nothing is missing from the recording. */
        lossless,
        /** It does not: what the recorder is too slow for is missing, and counted. */
        lossy
    }

    @Option(
            names = "--record",
            paramLabel = "SELECTOR",
            arity = "0..1",
            parameterConsumer = SelectorConsumer.class,
            description =
                    "Record these outputs: node, node/output or patterns with *, separated by commas; without any,"
                            + " all of them.")
    private @Nullable String record;

    @Option(
            names = "--record-policy",
            paramLabel = "POLICY",
            description =
                    "lossless (default): the dataflow waits for the recorder; lossy: it does not, and what is missed is"
                            + " counted.")
    private @Nullable Policy policy;

    @Mixin
    private KeepOptions keep = new KeepOptions();

    /** The dataflow with a recorder in it, if that was asked for. */
    Dataflow applyTo(Dataflow dataflow, RunOptions options) {
        if (record == null) {
            refuseWithoutRecord();
            return dataflow;
        }
        RecordingDirectory into = new RecordingDirectory(
                RecordingDirectory.home(options.dataDir()).resolve(options.runId()));
        return RecordedDataflow.of(
                dataflow,
                Selector.of(record),
                new RecordedDataflow.Policy(policy != Policy.lossy, keep.spec()),
                into,
                options.runId(),
                new Version().getVersion()[0]);
    }

    private void refuseWithoutRecord() {
        if (policy != null || keep.given()) {
            throw new RecordingException(
                    "--record-policy and how a recording is kept mean nothing without --record; add it");
        }
    }

    /** Leaves the name of the dataflow alone that may follow: {@code --record flow.yml} means all of its outputs. */
    static final class SelectorConsumer implements IParameterConsumer {
        @Override
        public void consumeParameters(Stack<String> args, ArgSpec argument, CommandSpec command) {
            boolean selector = !args.isEmpty()
                    && !args.peek().startsWith("-")
                    && !args.peek().matches(".*\\.ya?ml");
            argument.setValue(selector ? args.pop() : "*");
        }
    }
}
