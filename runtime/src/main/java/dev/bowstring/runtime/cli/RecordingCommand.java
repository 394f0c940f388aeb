package dev.bowstring.runtime.cli;

import dev.bowstring.runtime.process.JournalLibraries;
import dev.bowstring.runtime.process.JournalTool;
import dev.bowstring.runtime.process.NodeJvm;
import dev.bowstring.runtime.recording.RecordingDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** {@code bowstring recording}: looks into recordings, in a process that has the libraries of journals. */
@Command(
        name = "recording",
        description = "Looks into recordings, checks and exports them.",
        mixinStandardHelpOptions = true)
final class RecordingCommand {
    static final String RECORDING =
            "The directory of a recording, or the id of its run, what it was called with --as, or the name of a dataflow"
                    + " with durable outputs.";
    private static final String ONLY =
            "These outputs alone: node, node/output or patterns with *, separated by commas.";

    /** What a recording is exported to. */
    enum Format {
        arrow,
        stream,
        csv,
        jsonl
    }

    @Option(
            names = "--data-dir",
            scope = ScopeType.INHERIT, // so that it may stand behind the subcommand, where everybody writes it
            paramLabel = "DIR",
            description = "Where recordings are; default: $BOWSTRING_DATA or ~/.local/state/bowstring.")
    private @Nullable Path dataDir;

    @Command(description = "Says what is in a recording.", mixinStandardHelpOptions = true)
    int info(
            @Parameters(paramLabel = "RECORDING", description = RECORDING) String recording,
            @Option(names = "--only", defaultValue = "*", description = ONLY) String only) {
        return run("info", recording, List.of(only));
    }

    @Command(
            description = "Finds gaps and damage: exit code 1 when something is lost or damaged, or when a lossless"
                    + " recording has missed something, else 0.",
            mixinStandardHelpOptions = true)
    int verify(
            @Parameters(paramLabel = "RECORDING", description = RECORDING) String recording,
            @Option(names = "--only", defaultValue = "*", description = ONLY) String only) {
        return run("verify", recording, List.of(only));
    }

    @Command(description = "Prints a line for each message.", mixinStandardHelpOptions = true)
    int cat(
            @Parameters(paramLabel = "RECORDING", description = RECORDING) String recording,
            @Option(names = "--only", defaultValue = "*", description = ONLY) String only,
            @Option(names = "--rows", description = "Print the rows as well.") boolean rows) {
        return run("cat", recording, List.of(only, Boolean.toString(rows)));
    }

    @Command(
            description = "Writes one file for each output: an Arrow IPC file or stream, CSV or JSON lines.",
            mixinStandardHelpOptions = true)
    int export(
            @Parameters(paramLabel = "RECORDING", description = RECORDING) String recording,
            @Option(names = "--only", defaultValue = "*", description = ONLY) String only,
            @Option(
                            names = "--format",
                            defaultValue = "arrow",
                            description = "${COMPLETION-CANDIDATES}; default: arrow.")
                    Format format,
            @Option(names = "--into", paramLabel = "DIR", defaultValue = ".", description = "Default: here.")
                    Path into) {
        return run(
                "export",
                recording,
                List.of(only, into.toAbsolutePath().toString(), format.name().toUpperCase(Locale.ROOT)));
    }

    private int run(String program, String recording, List<String> more) {
        Path data = new Places(System.getenv()).dataDir(dataDir);
        NodeJvm jvm = NodeJvm.ofThisProcess();
        JournalLibraries libraries = new JournalLibraries(data.resolve("libraries"), jvm, System.err::println);
        List<String> arguments = new ArrayList<>();
        arguments.add(program);
        arguments.add(RecordingDirectory.find(recording, data).path().toString());
        arguments.addAll(more);
        return new JournalTool(jvm, libraries).run(JournalMain.class.getName(), arguments);
    }
}
