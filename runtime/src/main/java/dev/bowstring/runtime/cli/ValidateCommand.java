package dev.bowstring.runtime.cli;

import dev.bowstring.runtime.descriptor.Dataflow;
import dev.bowstring.runtime.descriptor.DataflowReader;
import dev.bowstring.runtime.descriptor.InvalidDataflowException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a dataflow file and starts nothing. */
@Command(
        name = "validate",
        description = "Says everything that is wrong with a dataflow file, and starts nothing.",
        mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "The dataflow file.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws InvalidDataflowException {
        Dataflow dataflow = DataflowReader.read(file);
        PrintWriter out = spec.commandLine().getOut();
        out.println(file + ": valid, " + dataflow.nodes().size() + " nodes, "
                + dataflow.graph().edges().size() + " edges");
        return ExitCode.OK;
    }
}
