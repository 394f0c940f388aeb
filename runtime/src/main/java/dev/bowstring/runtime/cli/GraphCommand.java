package dev.bowstring.runtime.cli;

import dev.bowstring.runtime.descriptor.DataflowReader;
import dev.bowstring.runtime.descriptor.InvalidDataflowException;
import dev.bowstring.runtime.graph.Mermaid;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws a dataflow. */
@Command(
        name = "graph",
        description = "Prints the graph of a dataflow as Mermaid text.",
        mixinStandardHelpOptions = true)
final class GraphCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "The dataflow file.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws InvalidDataflowException {
        PrintWriter out = spec.commandLine().getOut();
        out.print(Mermaid.render(DataflowReader.read(file).graph()));
        out.flush();
        return ExitCode.OK;
    }
}
