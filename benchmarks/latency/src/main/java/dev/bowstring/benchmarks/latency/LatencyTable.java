package dev.bowstring.benchmarks.latency;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Prints a Markdown table, a row a case, as they come. */
final class LatencyTable {
    private final PrintStream out;

    LatencyTable(PrintStream out) {
        this.out = out;
        out.println(
                "| waiting | events | payload | bytes | floor p50 us | floor p99 | Bowstring p50 us | p99 | ratio | (range) |");
        out.println("|---|---|---|---|---|---|---|---|---|---|");
    }

    void row(Case what, List<Round> rounds) {
        double least = rounds.stream().mapToDouble(Round::ratio).min().orElseThrow();
        double most = rounds.stream().mapToDouble(Round::ratio).max().orElseThrow();
        out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %,d | %.2f | %.2f | %.2f | %.2f | %.1f | (%.1f to %.1f) |%n",
                what.idle(),
                what.face().name().toLowerCase(Locale.ROOT),
                what.fill() ? "written and read" : "in place",
                what.bytes(),
                Round.median(rounds, round -> round.floorUs(50)),
                Round.median(rounds, round -> round.floorUs(99)),
                Round.median(rounds, round -> round.bowstringUs(50)),
                Round.median(rounds, round -> round.bowstringUs(99)),
                Round.median(rounds, Round::ratio),
                least,
                most);
    }
}
