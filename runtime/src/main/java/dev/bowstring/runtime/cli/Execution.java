package dev.bowstring.runtime.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.bowstring.runtime.descriptor.Dataflow;
import dev.bowstring.runtime.descriptor.NodeSpec;
import dev.bowstring.runtime.descriptor.TimeSpan;
import dev.bowstring.runtime.logs.Console;
import dev.bowstring.runtime.logs.LineSink;
import dev.bowstring.runtime.supervisor.DataflowRun;
import dev.bowstring.runtime.supervisor.RunOptions;
import dev.bowstring.runtime.supervisor.RunResult;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How a dataflow is run from the command line, whatever it was made of. */
final class Execution {
    private static final int FAILED = 1;

    @Option(
            names = "--stop-after",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "Stop the dataflow after this time, such as 5s.")
    private @Nullable Duration stopAfter;

    @Option(
            names = "--grace",
            paramLabel = "DURATION",
            converter = GraceConverter.class,
            description = "How long nodes may take to drain at a stop, instead of what the dataflow says.")
    private @Nullable Duration grace;

    @Option(names = "--quiet", description = "Show neither what nodes print nor the summary.")
    private boolean quiet;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write the summary as JSON; - for stdout, where nothing else is written then.")
    private @Nullable String json;

    @Mixin
    private ShmDir shmDir = new ShmDir();

    @Mixin
    private DataDir dataDir = new DataDir();

    private @Nullable RunOptions made;

    /** The same each time it is asked: the name of the run is part of it. */
    RunOptions options() {
        RunOptions options = made;
        if (options == null) {
            options = new RunOptions(shmDir.path(), dataDir.path(), Optional.ofNullable(stopAfter));
            made = options;
        }
        return options;
    }

    /** Runs to the end; the exit code. */
    int run(Dataflow given) {
        Dataflow dataflow = grace == null ? given : given.withGrace(grace);
        try {
            List<String> nodes = dataflow.nodes().stream().map(NodeSpec::id).toList();
            Terminal terminal = terminal(json);
            PrintStream out = terminal.stream();
            PrintStream err = terminal == Terminal.ERR ? out : Terminal.ERR.stream();
            Console console = new Console(out, err, nodes, terminal.colours(System.getenv(), Terminal.DESCRIPTORS));
            RunResult result = run(dataflow, console);
            report(result, out);
            return result.ok() ? 0 : FAILED;
        } catch (IOException failure) {
            System.err.println("cannot write " + json + ": " + failure);
            return FAILED;
        }
    }

    @SuppressWarnings("try") // the trim is on its own
    private RunResult run(Dataflow dataflow, Console console) {
        LineSink lines = quiet ? line -> {} : console;
        try (console;
                Interruptions interruptions = new Interruptions();
                HeapTrim trim = new HeapTrim();
                DataflowRun run = DataflowRun.prepare(dataflow, options(), lines, console::note)) {
            interruptions.handTo(run);
            return run.run();
        } finally {
            if (console.dropped() > 0) {
                System.err.println("bowstring: " + console.dropped()
                        + " lines were not shown, since nobody took them; the logs of the run have them");
            }
        }
    }

    private void report(RunResult result, PrintStream out) throws IOException {
        if (!quiet) {
            out.print(SummaryText.of(result));
            out.flush();
        }
        if (json != null) {
            String text = new ObjectMapper()
                            .enable(SerializationFeature.INDENT_OUTPUT)
                            .writeValueAsString(result) + "\n";
            if (json.equals("-")) {
                System.out.print(text);
                System.out.flush();
            } else {
                Files.writeString(Path.of(json), text);
            }
        }
    }

    /** Lines go to stderr where stdout is for JSON alone. */
    static Terminal terminal(@Nullable String json) {
        return "-".equals(json) ? Terminal.ERR : Terminal.OUT;
    }

    /** Durations as in dataflow files. */
    static final class DurationConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return TimeSpan.parse(text)
                    .orElseThrow(
                            () -> new TypeConversionException("`" + text + "` is no time such as 500ms, 5s or 2min"));
        }
    }

    /** The same, within the limit that dataflow files have. */
    static final class GraceConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            Duration grace = new DurationConverter().convert(text);
            if (grace.isNegative() || grace.compareTo(Dataflow.LONGEST_GRACE) > 0) {
                throw new TypeConversionException("`" + text + "` is more than " + TimeSpan.of(Dataflow.LONGEST_GRACE));
            }
            return grace;
        }
    }
}
