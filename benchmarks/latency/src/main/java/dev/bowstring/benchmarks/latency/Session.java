package dev.bowstring.benchmarks.latency;

import dev.bowstring.benchmarks.cell.Cell;
import dev.bowstring.benchmarks.contender.Contender;
import dev.bowstring.benchmarks.contender.FailedRunException;
import dev.bowstring.benchmarks.contender.Outcome;
import dev.bowstring.benchmarks.contender.Scratch;
import dev.bowstring.benchmarks.report.Console;
import dev.bowstring.benchmarks.report.HistogramLogs;
import dev.bowstring.benchmarks.report.Looks;
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
 * Runs groups of cells. Contenders take turns within a round (A B A B ...), with a look at the floor before and after what is
 * measured in each run; one whose looks disagree is thrown away and repeated, as long as there is {@linkplain Patience
 * patience}.
 */
final class Session {
    private static final int MOST_FAILURES = 2;

    private final DoubleSupplier look;
    private final Patience patience;
    private final BooleanSupplier goesOn;
    private final Results results;
    private final Path directory;
    private final Console console;
    private double lastLookUs;

    /**
     * @param look looks at the floor: half a round trip in microseconds
     * @param goesOn whether another cell may begin
     */
    Session(
            Results results,
            Path directory,
            Console console,
            DoubleSupplier look,
            Patience patience,
            BooleanSupplier goesOn) {
        this.look = look;
        this.patience = patience;
        this.goesOn = goesOn;
        this.results = results;
        this.directory = directory;
        this.console = console;
    }

    /** Measures what of a group has not been measured as often as after so many rounds, and keeps it. */
    void measure(Group group, int round) {
        List<Measurement> shown = new ArrayList<>();
        for (Cell cell : group.cells()) {
            List<Contender> all = group.contenders().stream()
                    .filter(contender -> contender.fits(cell))
                    .toList();
            List<Turns> open = all.stream()
                    .map(contender -> new Turns(cell, contender))
                    .filter(turns -> turns.rounds.size() < round * group.runs())
                    .toList();
            if (!open.isEmpty() && goesOn.getAsBoolean()) {
                measure(open, group.runs());
                results.save(directory);
            }
            all.forEach(contender -> results.of(cell.id(), contender.name()).ifPresent(shown::add));
        }
        console.table(group.title(), shown);
    }

    private void measure(List<Turns> contenders, int runs) {
        if (contenders.stream().anyMatch(turns -> turns.problem.isEmpty())) {
            lastLookUs = look.getAsDouble();
        }
        for (int run = 0; run < runs; run++) {
            contenders.forEach(Turns::turn);
        }
        contenders.forEach(turns -> results.put(turns.end()));
    }

    /** One contender's part of a cell. */
    private final class Turns {
        private final Cell cell;
        private final Contender contender;
        private final List<Round> rounds = new ArrayList<>();
        private String problem;
        private int thrownAway;
        private int failed;

        Turns(Cell cell, Contender contender) {
            this.cell = cell;
            this.contender = contender;
            this.problem = contender.missing().orElse("");
            results.of(cell.id(), contender.name()).ifPresent(this::goOn);
        }

        private void goOn(Measurement before) {
            rounds.addAll(before.rounds());
            thrownAway = before.thrownAway();
        }

        void turn() {
            boolean counted = false;
            for (int left = patience.tries(); problem.isEmpty() && !counted && left > 0; left--) {
                Optional<Round> round = attempt(left == 1 && patience.keepsTheLast());
                round.ifPresent(rounds::add);
                counted = round.isPresent();
                thrownAway += counted ? 0 : 1;
            }
        }

        private Optional<Round> attempt(boolean kept) {
            double before = lastLookUs;
            try (Scratch scratch = new Scratch();
                    Hold hold = Hold.begin(cell.workload(), scratch, look)) {
                Map<String, Double> figures = contender.run(cell, scratch);
                Outcome outcome = Outcome.read(cell, scratch);
                Looks looks = hold.looks().orElseGet(() -> new Looks(before, look.getAsDouble()));
                lastLookUs = looks.afterUs();
                if (kept || looks.agree()) {
                    keep(outcome.latency());
                    return Optional.of(Round.of(outcome, looks, figures));
                }
                console.say(String.format(
                        "thrown away, the floor went from %.3f to %.3f us: %s, %s",
                        looks.beforeUs(), looks.afterUs(), cell.id(), contender.name()));
            } catch (FailedRunException failure) {
                console.say(
                        "thrown away, it failed: " + cell.id() + ", " + contender.name() + ": " + failure.getMessage());
                problem = ++failed >= MOST_FAILURES ? String.valueOf(failure.getMessage()) : "";
                lastLookUs = look.getAsDouble();
            }
            return Optional.empty();
        }

        private void keep(Histogram run) {
            if (run.getTotalCount() > 0) {
                HistogramLogs.append(directory, cell.id(), contender.name(), rounds.size(), run);
            }
        }

        Measurement end() {
            String why = rounds.isEmpty() && problem.isEmpty() ? "the floor was never steady" : problem;
            return new Measurement(cell.id(), cell, contender.name(), rounds, thrownAway, rounds.isEmpty() ? why : "");
        }
    }
}
