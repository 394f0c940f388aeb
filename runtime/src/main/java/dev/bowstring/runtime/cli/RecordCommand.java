package dev.bowstring.runtime.cli;

import dev.bowstring.runtime.inspect.Runs;
import dev.bowstring.runtime.process.JournalLibraries;
import dev.bowstring.runtime.process.JournalTool;
import dev.bowstring.runtime.process.NodeJvm;
import dev.bowstring.runtime.recording.RecordedDataflow;
import dev.bowstring.runtime.recording.RecordingDirectory;
import dev.bowstring.runtime.recording.RecordingException;
import dev.bowstring.runtime.recording.Selector;
import dev.bowstring.runtime.supervisor.RecordedRun;
import dev.bowstring.runtime.supervisor.RunJson;
import dev.bowstring.transport.segment.RunDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code bowstring record}: a recorder that reads along, in a process of its own that this one waits for. Exit code 0 when the
 * dataflow has ended or the user has, 1 when recording ended before, 2 when it could not begin.
 */
@Command(
        name = "record",
        description = "Records a dataflow that runs, from now on, until it ends or Ctrl-C ends the recording.",
        mixinStandardHelpOptions = true)
final class RecordCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int KILLED = 128;
    private static final String NAME = "[A-Za-z0-9_-]{1,64}";

    @Parameters(index = "0", paramLabel = "RUN", description = "The id of the run, as `ps` shows it, or how it begins.")
    private String run = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "SELECTOR",
            defaultValue = "*",
            description = "These outputs: node, node/output or patterns with *, separated by commas; default: all.")
    private String selector = "*";

    @Option(
            names = "--policy",
            required = true,
            paramLabel = "POLICY",
            description =
                    "lossless: the dataflow waits for the recorder when the disk is slower; lossy: it does not, and"
                            + " what is missed is counted.")
    private RecordOptions.Policy policy = RecordOptions.Policy.lossless;

    @Option(
            names = "--as",
            paramLabel = "NAME",
            description = "What the recording is called; default: the id of the run.")
    private @Nullable String name;

    @Mixin
    private KeepOptions keep = new KeepOptions();

    @Mixin
    private ShmDir shmDir = new ShmDir();

    @Mixin
    private DataDir dataDir = new DataDir();

    @Override
    public Integer call() {
        RunDirectory found = new Runs(shmDir.path()).find(run);
        RunJson said = RunJson.read(found)
                .orElseThrow(() -> new RecordingException(
                        "run " + found.runId() + " is only about to begin, or has just ended; try again"));
        List<String> outputs = Selector.of(selector).among(said.outputs());
        RecordingDirectory into = directory(found);
        RecordedDataflow.Policy how = new RecordedDataflow.Policy(policy == RecordOptions.Policy.lossless, keep.spec());
        Optional<RecordingDirectory.Facts> before = into.createOrContinue(
                RecordingDirectory.Facts.now(
                        found.runId(),
                        said.dataflow(),
                        said.file(),
                        how.written(),
                        new Version().getVersion()[0],
                        outputs),
                dataflow(said));
        List<String> arguments = new ArrayList<>(List.of(
                "record",
                into.path().toString(),
                found.path().toString(),
                how.written(),
                RecordedDataflow.settings(how.kept())));
        arguments.addAll(outputs);
        int exit = ExitCode.USAGE;
        try {
            exit = record(arguments);
            return exit;
        } finally {
            if (exit == ExitCode.USAGE) { // as well when its process could not be started
                into.takeBack(before);
            }
        }
    }

    private RecordingDirectory directory(RunDirectory found) {
        if (name != null && !name.matches(NAME)) {
            throw new RecordingException("--as is `" + name + "`; write up to 64 letters, digits, _ and -");
        }
        Path home = RecordingDirectory.home(dataDir.path());
        return new RecordingDirectory(home.resolve(name != null ? name : found.runId())
                .toAbsolutePath()
                .normalize());
    }

    /** As it was when the run began; its file may have changed since. */
    private static Path dataflow(RunJson said) {
        Path kept = new RecordedRun(Path.of(said.records())).dataflow();
        return Files.exists(kept) ? kept : Path.of(said.file());
    }

    private int record(List<String> arguments) {
        NodeJvm jvm = NodeJvm.ofThisProcess();
        Path libraries = dataDir.path().resolve("libraries");
        JournalTool tool = new JournalTool(jvm, new JournalLibraries(libraries, jvm, System.err::println));
        AtomicBoolean asked = new AtomicBoolean();
        StopSignals signals = new StopSignals(() -> {
            asked.set(true);
            tool.end();
        });
        try {
            int exit = tool.run(JournalMain.class.getName(), arguments);
            if (exit <= KILLED || asked.get()) {
                return exit <= KILLED ? exit : ExitCode.OK; // asked to end before it had begun
            }
            System.err.println("the recorder was killed (signal " + (exit - KILLED)
                    + "); what it had appended is there, and the same command goes on with it");
            return FAILED;
        } finally {
            signals.close();
        }
    }
}
