package dev.bowstring.runtime.cli;

import dev.bowstring.runtime.descriptor.InvalidDataflowException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParseResult;

/** The {@code bowstring} command. */
@Command(
        name = "bowstring",
        description = "Runs dataflows of processes that share memory.",
        mixinStandardHelpOptions = true,
        subcommands = {RunCommand.class, ValidateCommand.class, GraphCommand.class},
        versionProvider = Version.class)
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main()).setExecutionExceptionHandler(Main::explain);
    }

    /** A file that is wrong is the user's to mend: what is wrong with it, and no stack trace. */
    private static int explain(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
        if (failure instanceof InvalidDataflowException invalid) {
            invalid.problems().forEach(command.getErr()::println);
            command.getErr().flush();
            return ExitCode.USAGE;
        }
        throw failure;
    }
}
