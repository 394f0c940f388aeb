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
import java.util.Locale;
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
                            + " on, and more --rounds are added. Default: a new one in benchmarks/latency/target/results.")
    private @Nullable Path into;

    @Option(names = "--only", description = "Measures only the groups whose title matches this pattern.")
    private Pattern only = Pattern.compile("");

    @Option(names = "--minutes", description = "Begins no further cell after so long; run it again to go on.")
    private double minutes = Double.MAX_VALUE;

    @Option(
            names = "--rounds",
            description =
                    "How often all of it is measured, one round after the other: medians and ranges are over these."
                            + " Default: 1, with --full 3.")
    private @Nullable Integer rounds;

    @Option(
            names = "--tries",
            defaultValue = "4",
            description = "How often a run is made in a round until the floor holds still (--quick: once). Default: 4.")
    private int tries;

    /** How much is measured. */
    static final class Size {
        @Option(names = "--quick", description = "Two minutes: each contender at one size (default).")
        private boolean quick;

        @Option(names = "--all", description = "25 minutes a round: ours in full, the peers at five sizes.")
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
        int last = rounds != null ? rounds : plan.rounds();
        String command = "bench.jar --" + plan.name().toLowerCase(Locale.ROOT) + " --rounds " + last;
        Results results = Results.load(directory, Machine.describe(command, Places.benchmarks()));
        Console console = new Console(System.out);
        results.machine().forEach((name, value) -> console.say(name + ": " + value));
        long endNs = System.nanoTime() + (long) Math.min(Long.MAX_VALUE / 4.0, minutes * NS_PER_MINUTE);
        Session session = new Session(
                results,
                directory,
                console,
                new Gauge()::lookUs,
                plan.patience(tries),
                () -> System.nanoTime() < endNs);
        for (int round = 1; round <= last; round++) {
            console.say("\nRound " + round + " of " + last);
            measure(plan, session, round);
            Path page = HtmlReport.write(results, directory);
            console.say("\nReport: " + page.toUri() + "\nFigures: " + directory.resolve("results.json"));
        }
        return 0;
    }

    private void measure(Plan plan, Session session, int round) {
        for (Group group : plan.groups()) {
            if (only.matcher(group.title()).find()) {
                session.measure(group, round);
            }
        }
    }

    private static Path fresh() {
        return Places.ownJar().resolveSibling(RESULTS).resolve(Long.toString(System.currentTimeMillis()));
    }
}
