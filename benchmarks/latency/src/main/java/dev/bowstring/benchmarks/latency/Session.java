package dev.bowstring.benchmarks.latency;

import dev.bowstring.benchmarks.cell.Cell;
import dev.bowstring.benchmarks.contender.Contender;
import dev.bowstring.benchmarks.contender.FailedRunException;
import dev.bowstring.benchmarks.contender.Outcome;
import dev.bowstring.benchmarks.contender.Scratch;
import dev.bowstring.benchmarks.report.Console;
import dev.bowstring.benchmarks.report.HistogramLogs;
import dev.bowstring.benchmarks.report.Measurement;
import dev.bowstring.benchmarks.report.Results;
import dev.bowstring.benchmarks.report.Round;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import org.HdrHistogram.Histogram;

/**
 * Runs groups of cells. Contenders take turns within a round (A B A B ...), with a look at the floor between any two runs; a
 * run whose looks before and after disagree is thrown away and repeated.
 */
final class Session {
    private static final int MOST_TRIES = 4;

    private final DoubleSupplier look;
    private final BooleanSupplier goesOn;
    private final Results results;
    private final Path directory;
    private final Console console;
    private double lastLookUs;

    /**
     * @param look looks at the floor: half a round trip in microseconds
     * @param goesOn whether another cell may begin
     */
    Session(Results results, Path directory, Console console, DoubleSupplier look, BooleanSupplier goesOn) {
        this.look = look;
        this.goesOn = goesOn;
        this.results = results;
        this.directory = directory;
        this.console = console;
    }

    /** Measures what of a group has not been measured yet, and keeps it. */
    void measure(Group group) {
        List<Measurement> shown = new ArrayList<>();
        for (Cell cell : group.cells()) {
            List<Contender> all = group.contenders().stream()
                    .filter(contender -> contender.fits(cell))
                    .toList();
            boolean open = all.stream()
                    .anyMatch(
                            contender -> results.of(cell.id(), contender.name()).isEmpty());
            if (open && goesOn.getAsBoolean()) {
                measure(cell, all, group.rounds());
                results.save(directory);
            }
            all.forEach(contender -> results.of(cell.id(), contender.name()).ifPresent(shown::add));
        }
        console.table(group.title(), shown);
    }

    private void measure(Cell cell, List<Contender> contenders, int rounds) {
        List<Turns> all =
                contenders.stream().map(contender -> new Turns(cell, contender)).toList();
        lastLookUs = look.getAsDouble();
        for (int round = 0; round < rounds; round++) {
            all.forEach(Turns::turn);
        }
        results.measurements()
                .removeIf(old -> old.id().equals(cell.id())
                        && contenders.stream()
                                .anyMatch(contender -> contender.name().equals(old.contender())));
        all.forEach(turns -> results.measurements().add(turns.end()));
    }

    /** One contender's part of a cell. */
    private final class Turns {
        private final Cell cell;
        private final Contender contender;
        private final List<Round> rounds = new ArrayList<>();
        private final List<Histogram> histograms = new ArrayList<>();
        private String problem;
        private int thrownAway;

        Turns(Cell cell, Contender contender) {
            this.cell = cell;
            this.contender = contender;
            this.problem = contender.missing().orElse("");
        }

        void turn() {
            boolean counted = false;
            for (int tries = 0; problem.isEmpty() && !counted && tries < MOST_TRIES; tries++) {
                Optional<Round> round = attempt();
                round.ifPresent(rounds::add);
                counted = round.isPresent();
                thrownAway += counted ? 0 : 1;
            }
        }

        private Optional<Round> attempt() {
            double before = lastLookUs;
            try (Scratch scratch = new Scratch()) {
                Map<String, Double> figures = contender.run(cell, scratch);
                Outcome outcome = Outcome.read(cell, scratch);
                lastLookUs = look.getAsDouble();
                if (Gauge.agree(before, lastLookUs)) {
                    histograms.add(outcome.latency());
                    return Optional.of(Round.of(outcome, before, lastLookUs, figures));
                }
                console.say(String.format(
                        "thrown away, the floor went from %.3f to %.3f us: %s, %s",
                        before, lastLookUs, cell.id(), contender.name()));
            } catch (FailedRunException failure) {
                console.say(
                        "thrown away, it failed: " + cell.id() + ", " + contender.name() + ": " + failure.getMessage());
                problem = rounds.isEmpty() && thrownAway >= 1 ? String.valueOf(failure.getMessage()) : "";
                lastLookUs = look.getAsDouble();
            }
            return Optional.empty();
        }

        Measurement end() {
            if (!histograms.isEmpty() && histograms.get(0).getTotalCount() > 0) {
                HistogramLogs.write(directory, cell.id(), contender.name(), histograms);
            }
            String why = rounds.isEmpty() && problem.isEmpty() ? "the floor was never steady" : problem;
            return new Measurement(cell.id(), cell, contender.name(), rounds, thrownAway, rounds.isEmpty() ? why : "");
        }
    }
}
