package dev.bowstring.runtime.cli;

import dev.bowstring.runtime.descriptor.Dataflow;
import dev.bowstring.runtime.descriptor.DataflowReader;
import dev.bowstring.runtime.descriptor.InvalidDataflowException;
import dev.bowstring.runtime.descriptor.TimeSpan;
import dev.bowstring.runtime.recording.RecordingDirectory;
import dev.bowstring.runtime.recording.RecordingException;
import dev.bowstring.runtime.recording.ReplayedDataflow;
import dev.bowstring.runtime.recording.Selector;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bowstring replay}: exit codes as those of {@link RunCommand}. */
@Command(
        name = "replay",
        description = "Runs a recorded dataflow with the recorded nodes replaced by what they published.",
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RECORDING", description = RecordingCommand.RECORDING)
    @SuppressWarnings("NullAway.Init") // picocli sets it: the parameter is required
    private String recording;

    @Option(
            names = "--speed",
            paramLabel = "FACTOR",
            defaultValue = "1",
            description = "How many times as fast as it was recorded, such as 0.5; max: as fast as the readers take it,"
                    + " all of which are waited for then, so that nothing is lost.")
    private String speed = "1";

    @Option(
            names = "--from",
            paramLabel = "TIME",
            defaultValue = "",
            description = "Begin there: 2026-01-02T03:04:05Z, or 5s after the beginning.")
    private String from = "";

    @Option(names = "--to", paramLabel = "TIME", defaultValue = "", description = "End before this time.")
    private String to = "";

    @Option(names = "--loop", description = "Begin again at the end, until the dataflow is stopped.")
    private boolean loop;

    @Option(
            names = "--only",
            paramLabel = "SELECTOR",
            defaultValue = "*",
            description = "Replay these outputs: node, node/output or patterns with *, separated by commas.")
    private String only = "*";

    @Option(
            names = "--replace",
            paramLabel = "NODE",
            split = ",",
            description = "Replace these nodes; the others run. Default: all whose outputs are replayed.")
    private List<String> replace = List.of();

    @Option(
            names = "--flow",
            paramLabel = "FLOW.yml",
            description = "Replay into this dataflow instead of the one that was recorded.")
    private @Nullable Path flow;

    @Mixin
    private final Execution execution = new Execution();

    @Override
    public Integer call() throws InvalidDataflowException {
        if ((!speed.equals("max") && !speed.matches("[0-9]{1,6}(\\.[0-9]{1,6})?|\\.[0-9]{1,6}"))
                || speed.matches("0*\\.?0*")) {
            throw new RecordingException("--speed is `" + speed + "`; write max, or a number such as 0.5 or 10");
        }
        refuseNonsense("--from", from);
        refuseNonsense("--to", to);
        RecordingDirectory found =
                RecordingDirectory.find(recording, execution.options().dataDir());
        Dataflow recorded = flow != null ? DataflowReader.read(flow) : recorded(found);
        ReplayedDataflow.Wish wish = new ReplayedDataflow.Wish(
                Selector.of(only), replace, speed.equals("max"), List.of(speed, from, to, Boolean.toString(loop)));
        ReplayedDataflow replayed = new ReplayedDataflow(recorded, found, wish);
        Dataflow dataflow = replayed.make();
        if (!replayed.leftOut().isEmpty()) {
            System.err.println("bowstring: not started, since only replaced nodes would read from it: "
                    + String.join(", ", replayed.leftOut()));
        }
        return execution.run(dataflow);
    }

    private static void refuseNonsense(String option, String time) {
        if (time.isEmpty() || TimeSpan.parse(time).isPresent()) {
            return;
        }
        try {
            var unused = Instant.parse(time);
        } catch (DateTimeParseException neither) {
            throw new RecordingException(
                    option + " is `" + time
                            + "`; write a time such as 2026-01-02T03:04:05Z, or how long after the beginning, such as 5s",
                    neither);
        }
    }

    private static Dataflow recorded(RecordingDirectory recording) throws InvalidDataflowException {
        Path file = Path.of(recording.facts().file());
        return DataflowReader.readCopy(recording.dataflow(), file.resolveSibling(""));
    }
}
