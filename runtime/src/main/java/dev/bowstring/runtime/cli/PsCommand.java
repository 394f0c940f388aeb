package dev.bowstring.runtime.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.bowstring.runtime.inspect.RunView;
import dev.bowstring.runtime.inspect.Runs;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bowstring ps}: what runs, and how it goes; read from shared memory, without a word to anybody. */
@Command(
        name = "ps",
        description = "Shows the runs of this user: nodes, and what becomes of the messages of each edge.",
        mixinStandardHelpOptions = true)
final class PsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "Print JSON: a list of runs.")
    private boolean json;

    @Mixin
    private ShmDir shmDir = new ShmDir();

    @Override
    public Integer call() throws IOException {
        Path shm = shmDir.path();
        List<RunView> runs = new Runs(shm).all();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(runs));
        } else if (runs.isEmpty()) {
            out.println("no runs in " + shm);
        } else {
            out.print(RunText.of(runs));
        }
        out.flush();
        return ExitCode.OK;
    }
}
