package dev.bowstring.benchmarks.report;

import dev.bowstring.benchmarks.contender.Contenders;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Prints a Markdown table for each group of measurements, as they come. */
public final class Console {
    private final PrintStream out;

    /** Prints there. */
    public Console(PrintStream out) {
        this.out = out;
    }

    /** A line of its own. */
    public void say(String text) {
        out.println(text);
        out.flush();
    }

    /** A group, with ratios to Bowstring and to the floor of the same cell. */
    public void table(String title, List<Measurement> group) {
        say("\n" + title + "\n");
        if (group.stream()
                .anyMatch(
                        one -> one.measured() && !one.rounds().get(0).figures().isEmpty())) {
            figures(group);
            return;
        }
        say("| cell | contender | p50 us | range | p99 us | messages/s | GB/s | / Bowstring | / floor "
                + "| delivered / sent | runs |");
        say("|---|---|---|---|---|---|---|---|---|---|---|");
        for (Measurement one : group) {
            say(one.measured() ? row(one, group) : problem(one));
        }
    }

    private void figures(List<Measurement> group) {
        say("| cell | figure | median | range |");
        say("|---|---|---|---|");
        for (Measurement one : group) {
            for (String key : one.measured() ? one.rounds().get(0).figures().keySet() : List.<String>of()) {
                say(String.format(
                        Locale.ROOT,
                        "| %s | %s | %.1f | %.1f to %.1f |",
                        one.id(),
                        key,
                        one.median(round -> round.figures().get(key)),
                        one.least(round -> round.figures().get(key)),
                        one.most(round -> round.figures().get(key))));
            }
        }
    }

    private static String problem(Measurement one) {
        return "| " + one.id() + " | " + one.contender() + " | NOT MEASURED: "
                + one.problem().strip().replace('\n', ' ').replace('|', '/') + " |";
    }

    private static String row(Measurement one, List<Measurement> group) {
        long sent = one.rounds().stream().mapToLong(Round::sent).sum();
        long delivered = one.rounds().stream().mapToLong(Round::delivered).sum();
        double rate = one.median(Round::perSecond);
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s to %s | %s | %s | %s | %s | %s | %s | %s%s |",
                one.id(),
                one.contender(),
                number(one.median(Round::p50)),
                number(one.least(one::headline)),
                number(one.most(one::headline)),
                number(one.median(Round::p99)),
                rate == 0 ? "" : String.format(Locale.ROOT, "%,.0f", rate),
                rate == 0 ? "" : number(rate * one.cell().bytes() / 1e9),
                ratio(one, group, Contenders.BOWSTRING),
                ratio(one, group, "floor"),
                delivered == sent ? "all of " + sent : delivered + " / " + sent,
                one.runs(),
                one.thrownAway() == 0 ? "" : " (" + one.thrownAway() + " thrown away)");
    }

    private static String ratio(Measurement one, List<Measurement> group, String base) {
        Optional<Measurement> other = group.stream()
                .filter(candidate -> candidate.measured()
                        && candidate.id().equals(one.id())
                        && (candidate.contender().equals(base)
                                || (base.equals("floor")
                                        && candidate.contender().matches("floor \\((C|Java)\\)"))))
                .findFirst();
        double divisor = other.map(found -> found.median(found::compared)).orElse(0.0);
        return divisor == 0 ? "" : number(one.median(one::compared) / divisor);
    }

    /** Three digits that count. */
    static String number(double value) {
        if (value == 0) {
            return "";
        }
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f", value);
    }
}
