package dev.bowstring.benchmarks.guard;

import dev.bowstring.benchmarks.contender.Places;
import dev.bowstring.benchmarks.report.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Fails when a step of the data path has become slower than noise explains. */
@Command(
        name = "guard",
        mixinStandardHelpOptions = true,
        description =
                "Compares a few ratios with baseline.json. Exit code 0: no regression, or nothing could be measured;"
                        + " 1: a regression, twice in a row.")
public final class GuardCommand implements Callable<Integer> {
    @Option(names = "--baseline", description = "Measures so many runs and writes a new baseline from them.")
    private int baselineRuns;

    @Option(names = "--file", description = "The baseline. Default: benchmarks/baseline.json.")
    private @Nullable Path file;

    private final Ratios ratios = new Ratios();

    @Override
    public Integer call() throws IOException {
        Path path = file != null ? file : Places.benchmarks().resolve("baseline.json");
        if (baselineRuns > 0) {
            write(path);
            return 0;
        }
        if (!Files.exists(path)) {
            System.err.println("there is no " + path + "; write one: bench.jar guard --baseline 10");
            return 2;
        }
        Baseline baseline = Baseline.load(path);
        List<String> slow = compare(baseline, ratios.measure());
        if (slow.isEmpty()) {
            System.out.println("guard: no regression since " + baseline.commit());
            return 0;
        }
        System.out.println("guard: measuring once more: " + slow);
        List<String> still = compare(baseline, ratios.measure()).stream()
                .filter(slow::contains)
                .toList();
        if (still.isEmpty()) {
            System.out.println(
                    "guard: no regression since " + baseline.commit() + "; the first measurement was disturbed");
            return 0;
        }
        blame(baseline, still);
        return 1;
    }

    private void write(Path path) throws IOException {
        List<Map<String, Double>> runs = new ArrayList<>();
        for (int i = 0; i < baselineRuns; i++) {
            runs.add(ratios.measure());
            System.out.println("run " + (i + 1) + ": " + runs.get(i));
        }
        Path repository = Places.benchmarks().resolveSibling("");
        Map<String, String> machine = Machine.describe("bench.jar guard --baseline " + baselineRuns, repository);
        Baseline.of(runs, Machine.git(repository), machine).save(path);
        System.out.println("wrote " + path);
    }

    /** The names of the steps that are beyond their limit. */
    private static List<String> compare(Baseline baseline, Map<String, Double> measured) {
        List<String> slow = new ArrayList<>();
        TreeSet<String> unknown = new TreeSet<>(measured.keySet());
        baseline.steps().forEach((name, level) -> {
            unknown.remove(name);
            Double ratio = measured.get(name);
            String verdict = ratio == null
                    ? "NOT MEASURED, the floor was not steady"
                    : ratio > level.limit() ? "REGRESSION" : "ok";
            System.out.printf(
                    Locale.ROOT,
                    "%-60s %8.3f   baseline %8.3f, limit %8.3f   %s%n",
                    name,
                    ratio == null ? Double.NaN : ratio,
                    level.ratio(),
                    level.limit(),
                    verdict);
            if (ratio != null && ratio > level.limit()) {
                slow.add(name);
            }
        });
        unknown.forEach(name -> System.out.println(name + ": not in the baseline"));
        return slow;
    }

    private static void blame(Baseline baseline, List<String> slow) throws IOException {
        System.out.println("guard: REGRESSION in " + slow);
        List<String> suspects = Suspects.since(baseline.commit(), Places.benchmarks());
        if (suspects.isEmpty()) {
            System.out.println(
                    "no commit since " + baseline.commit() + " touches the data path: look at what is not committed");
        } else {
            System.out.println("look at the commits since " + baseline.commit() + " that touch the data path:");
            suspects.forEach(line -> System.out.println("  " + line));
        }
    }
}
