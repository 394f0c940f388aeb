package dev.bowstring.runtime.cli;

import dev.bowstring.runtime.descriptor.InvalidDataflowException;
import dev.bowstring.runtime.inspect.InspectException;
import dev.bowstring.runtime.process.ProcessException;
import dev.bowstring.runtime.recording.RecordingException;
import dev.bowstring.runtime.supervisor.RunException;
import dev.bowstring.transport.control.ControlException;
import dev.bowstring.transport.segment.SegmentException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParseResult;

/** The {@code bowstring} command. */
@Command(
        name = "bowstring",
        description = "Runs dataflows of processes that share memory.",
        mixinStandardHelpOptions = true,
        subcommands = {
            RunCommand.class,
            RecordCommand.class,
            ReplayCommand.class,
            RecordingCommand.class,
            ValidateCommand.class,
            GraphCommand.class,
            LogsCommand.class,
            PsCommand.class,
            StopCommand.class,
            DoctorCommand.class
        })
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Runnable loaded = EarlyLoading.begin(args);
        int code = commandLine().execute(args);
        loaded.run();
        System.exit(code);
    }

    static CommandLine commandLine() {
        CommandLine bowstring = new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Main::explain);
        tellVersion(bowstring);
        return bowstring;
    }

    /** Subcommands have `--version` too, and nothing to say by themselves. */
    private static void tellVersion(CommandLine command) {
        command.getCommandSpec().versionProvider(new Version());
        command.getSubcommands().values().forEach(Main::tellVersion);
    }

    /** What the user can mend is told without a stack trace. */
    private static int explain(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
        if (failure instanceof InvalidDataflowException invalid) {
            invalid.problems().forEach(command.getErr()::println);
        } else if (refuses(failure)) {
            command.getErr().println(failure.getMessage());
        } else {
            throw failure;
        }
        command.getErr().flush();
        return ExitCode.USAGE;
    }

    /** Whether its message names a place and a cure, which is all a user wants to read. */
    private static boolean refuses(Exception failure) {
        return failure instanceof RunException
                || failure instanceof RecordingException
                || failure instanceof InspectException
                || failure instanceof ProcessException
                || failure instanceof SegmentException
                || failure instanceof ControlException;
    }
}
