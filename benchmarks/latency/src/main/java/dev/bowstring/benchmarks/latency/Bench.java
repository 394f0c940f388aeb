package dev.bowstring.benchmarks.latency;

import dev.bowstring.benchmarks.contender.Places;
import dev.bowstring.benchmarks.guard.GuardCommand;
import dev.bowstring.benchmarks.report.Console;
import dev.bowstring.benchmarks.report.HtmlReport;
import dev.bowstring.benchmarks.report.Machine;
import dev.bowstring.benchmarks.report.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Latency and throughput between processes, beside the floor of the machine and the peers that are installed. */
@Command(
        name = "bench.jar",
        mixinStandardHelpOptions = true,
        subcommands = {Install.class, GuardCommand.class},
        description = "Measures Bowstring between processes, beside the floor of the machine and its peers.")
public final class Bench implements Callable<Integer> {
    private static final String RESULTS = "results";
    private static final double NS_PER_MINUTE = 60e9;

    @ArgGroup
    private Size size = new Size();

    @Option(
            names = "--into",
            description =
                    "The directory for the report. What was measured there already is kept: an interrupted run goes"
                            + " on. Default: a new one in benchmarks/latency/target/results.")
    private @Nullable Path into;

    @Option(names = "--only", description = "Measures only the groups whose title matches this pattern.")
    private Pattern only = Pattern.compile("");

    @Option(names = "--minutes", description = "Begins no further cell after so long; run it again to go on.")
    private double minutes = Double.MAX_VALUE;

    /** How much is measured. */
    static final class Size {
        @Option(names = "--quick", description = "Two minutes: each contender at one size (default).")
        private boolean quick;

        @Option(names = "--all", description = "An hour: ours in full, the peers at five sizes.")
        private boolean all;

        @Option(names = "--full", description = "Hours: every cell.")
        private boolean full;

        Plan plan() {
            return quick || !(all || full) ? Plan.QUICK : all ? Plan.ALL : Plan.FULL;
        }
    }

    /** Runs the suite. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Plan plan = size.plan();
        Path directory = Files.createDirectories(into != null ? into : fresh());
        String command = "bench.jar --" + plan.name().toLowerCase(java.util.Locale.ROOT);
        Results results = Results.load(directory, Machine.describe(command, Places.benchmarks()));
        Console console = new Console(System.out);
        results.machine().forEach((name, value) -> console.say(name + ": " + value));
        long endNs = System.nanoTime() + (long) Math.min(Long.MAX_VALUE / 4.0, minutes * NS_PER_MINUTE);
        Session session =
                new Session(results, directory, console, new Gauge()::lookUs, () -> System.nanoTime() < endNs);
        for (Group group : plan.groups()) {
            if (only.matcher(group.title()).find()) {
                session.measure(group);
            }
        }
        Path page = HtmlReport.write(results, directory);
        console.say("\nReport: " + page.toUri() + "\nFigures: " + directory.resolve("results.json"));
        return 0;
    }

    private static Path fresh() {
        return Places.ownJar().resolveSibling(RESULTS).resolve(Long.toString(System.currentTimeMillis()));
    }
}
