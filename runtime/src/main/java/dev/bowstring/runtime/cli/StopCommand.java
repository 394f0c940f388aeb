package dev.bowstring.runtime.cli;

import dev.bowstring.runtime.inspect.RunStop;
import dev.bowstring.runtime.inspect.Runs;
import dev.bowstring.runtime.supervisor.RunResult;
import dev.bowstring.transport.segment.RunDirectory;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bowstring stop}: exit code 0 when the run ended well, 1 when it failed or does not end, 2 when there is none. */
@Command(name = "stop", description = "Stops a run, and waits until it has ended.", mixinStandardHelpOptions = true)
final class StopCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "RUN", description = "The id of the run, as `ps` shows it, or how it begins.")
    private String run = "";

    @Option(
            names = "--now",
            description = "Do not let what is in flight drain: SIGTERM to all nodes at once, SIGKILL 2 s later.")
    private boolean now;

    @Mixin
    private ShmDir shmDir = new ShmDir();

    @Override
    public Integer call() {
        Runs runs = new Runs(shmDir.path());
        RunDirectory found = runs.find(run);
        RunStop stop = new RunStop(runs, found);
        stop.ask(now);
        if (!stop.awaitEnd(PATIENCE)) {
            spec.commandLine()
                    .getErr()
                    .println("run " + found.runId() + " was asked to stop, and still runs after " + PATIENCE.toSeconds()
                            + " s; see `bowstring ps`, or ask with --now");
            return FAILED;
        }
        Optional<RunResult> result = stop.result();
        PrintWriter out = spec.commandLine().getOut();
        out.println("run " + found.runId() + result.map(StopCommand::ending).orElse(" has ended"));
        out.flush();
        return result.isEmpty() || result.get().ok() ? ExitCode.OK : FAILED;
    }

    private static String ending(RunResult result) {
        String how = result.ok() ? "all well" : "failed: " + result.failure();
        return String.format(
                Locale.ROOT, " of %s has ended after %.1f s: %s", result.dataflow(), result.durationMs() / 1e3, how);
    }
}
