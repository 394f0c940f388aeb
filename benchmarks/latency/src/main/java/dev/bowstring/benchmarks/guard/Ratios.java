package dev.bowstring.benchmarks.guard;

import dev.bowstring.benchmarks.cell.Cell;
import dev.bowstring.benchmarks.contender.Contender;
import dev.bowstring.benchmarks.contender.Contenders;
import dev.bowstring.benchmarks.contender.JavaProgram;
import dev.bowstring.benchmarks.contender.Outcome;
import dev.bowstring.benchmarks.contender.Scratch;
import dev.bowstring.benchmarks.latency.Gauge;
import dev.bowstring.benchmarks.report.Looks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All ratios once: those of {@link StepProgram}, and those between processes. */
final class Ratios {
    private static final int FORKS = 2;
    private static final int TRIES = 3;
    private static final int ROUNDS = 3;
    private static final Cell TURNS = Cell.pingPong(8, false, "spinning");

    private final Gauge gauge = new Gauge();

    /** By name; one that could not be measured is missing. */
    Map<String, Double> measure() throws IOException {
        Map<String, Double> ratios = new LinkedHashMap<>();
        for (int fork = 0; fork < FORKS; fork++) {
            alone(ratios);
        }
        between(Contenders.rawLog(), ratios);
        return ratios;
    }

    /** In a JVM of their own; the lesser ratio counts, since compilers now and then make slow code of the same source. */
    private static void alone(Map<String, Double> ratios) throws IOException {
        try (Scratch scratch = new Scratch()) {
            Path file = scratch.directory().resolve("ratios");
            JavaProgram.run(StepProgram.class.getName(), List.of(file.toString()), scratch);
            for (String line : Files.readAllLines(file)) {
                int equals = line.lastIndexOf('=');
                ratios.merge(line.substring(0, equals), Double.parseDouble(line.substring(equals + 1)), Math::min);
            }
        }
    }

    /**
     * The median of some runs, each compared with the floor right before and right after it. Of the raw log only: a ratio
     * between whole nodes varies by five from run to run, with what the compilers of two JVMs decide.
     */
    private void between(Contender contender, Map<String, Double> ratios) {
        double[] found = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            found[i] = once(contender);
            if (found[i] == 0) {
                return;
            }
        }
        Arrays.sort(found);
        ratios.put("between processes, 8 B, spinning: " + contender.name(), found[ROUNDS / 2]);
    }

    private double once(Contender contender) {
        for (int i = 0; i < TRIES; i++) {
            double before = gauge.lookUs();
            try (Scratch scratch = new Scratch()) {
                contender.run(TURNS, scratch);
                double us = Outcome.read(TURNS, scratch).latency().getValueAtPercentile(50) / 1000.0;
                double after = gauge.lookUs();
                if (new Looks(before, after).agree()) {
                    return us * 2 / (before + after);
                }
            }
        }
        return 0;
    }
}
