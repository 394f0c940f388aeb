package dev.bowstring.runtime.cli;

import dev.bowstring.runtime.descriptor.Dataflow;
import dev.bowstring.runtime.descriptor.DataflowReader;
import dev.bowstring.runtime.descriptor.InvalidDataflowException;
import dev.bowstring.runtime.recording.JournalsLock;
import dev.bowstring.runtime.recording.RecordedDataflow;
import dev.bowstring.runtime.supervisor.RunOptions;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code bowstring run}: exit code 0 when every node ended well, 1 when one failed, 2 when nothing could be started. */
@Command(
        name = "run",
        description = "Runs a dataflow until all its nodes have ended or Ctrl-C stops it.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FLOW.yml", description = "The dataflow.")
    @SuppressWarnings("NullAway.Init") // picocli sets it: the parameter is required
    private Path flow;

    @Mixin
    private final Execution execution = new Execution();

    @Mixin
    private final RecordOptions recording = new RecordOptions();

    @Override
    public Integer call() throws InvalidDataflowException {
        RunOptions options = execution.options();
        Dataflow written = DataflowReader.read(flow);
        JournalsLock alone = JournalsLock.take(written, options.dataDir());
        try {
            Dataflow dataflow = RecordedDataflow.withDurables(
                    written, options.dataDir(), options.runId(), new Version().getVersion()[0]);
            return execution.run(recording.applyTo(dataflow, options));
        } finally {
            alone.close();
        }
    }
}
