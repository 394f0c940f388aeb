package dev.bowstring.runtime.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code bowstring} command. */
@Command(
        name = "bowstring",
        description = "Runs dataflows of processes that share memory.",
        mixinStandardHelpOptions = true,
        subcommands = RunCommand.class,
        versionProvider = Version.class)
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main());
    }
}
