package dev.bowstring.benchmarks.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** One page that opens from a file: a plot and a table for each kind of cell. No script, nothing from elsewhere. */
public final class HtmlReport {
    private static final String STYLE = """
        body { font: 15px/1.5 system-ui, sans-serif; max-width: 1100px; margin: 2em auto; padding: 0 1em; color: #222 }
        table { border-collapse: collapse; font-size: 13px; margin: 1em 0 } td, th { padding: 2px 8px; text-align: right;
        border-bottom: 1px solid #ddd } td:nth-child(-n+2), th:nth-child(-n+2) { text-align: left }
        tr.ours td { font-weight: 600 } h2 { margin-top: 2em } .none { color: #888 } svg { max-width: 100% }
        """;

    private final StringBuilder html = new StringBuilder();
    private final Map<String, String> plots = new LinkedHashMap<>();

    private HtmlReport() {}

    /** Writes {@code report.html} into a directory, and each plot once more by itself into {@code plots}. */
    public static Path write(Results results, Path directory) {
        HtmlReport page = new HtmlReport();
        page.head(results.machine());
        Map<String, List<Measurement>> kinds = results.measurements().stream()
                .collect(Collectors.groupingBy(HtmlReport::kind, LinkedHashMap::new, Collectors.toList()));
        kinds.forEach(page::section);
        page.html.append("</body></html>\n");
        try {
            Path folder = Files.createDirectories(directory.resolve("plots"));
            for (Map.Entry<String, String> plot : page.plots.entrySet()) {
                Files.writeString(folder.resolve(plot.getKey() + ".svg"), plot.getValue());
            }
            return Files.writeString(directory.resolve("report.html"), page.html.toString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Cells that differ in size alone. */
    private static String kind(Measurement one) {
        return one.id().replaceFirst("\\." + one.cell().bytes() + "\\.", " ").replace('.', ' ');
    }

    private void head(Map<String, String> machine) {
        html.append(
                "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Bowstring benchmarks</title>");
        html.append("<style>").append(STYLE).append("</style></head><body><h1>Bowstring benchmarks</h1><table>\n");
        machine.forEach((name, value) -> html.append("<tr><td>")
                .append(escape(name))
                .append("</td><td>")
                .append(escape(value))
                .append("</td></tr>\n"));
        html.append(
                "</table><p>Times in microseconds, each the median over the runs of a figure of one run; in brackets"
                        + " the");
        html.append(
                " least and the most. Taking turns: half a round trip. Paced: from when a message was due to when it");
        html.append(
                " was there. The floor is the least that two processes need on this machine. A run counts only if the");
        html.append(" floor right before and right after it agree.</p>\n");
    }

    private void section(String kind, List<Measurement> all) {
        html.append("<h2>").append(escape(kind)).append("</h2>\n");
        List<Measurement> shown = all.stream().filter(Measurement::measured).toList();
        if (!shown.isEmpty() && shown.get(0).median(shown.get(0)::headline) > 0) {
            String svg = new Plot(shown).svg();
            html.append(svg);
            plots.put(kind.replace(' ', '.'), svg);
        }
        html.append("<table><tr><th>contender</th><th>bytes</th><th>p50</th><th>p90</th><th>p99</th><th>p99.9</th>");
        html.append("<th>max</th><th>messages/s</th><th>GB/s</th><th>delivered / sent</th><th>floor then</th>");
        html.append("<th>runs</th><th>thrown away</th></tr>\n");
        all.forEach(this::row);
        html.append("</table>\n");
    }

    private void row(Measurement one) {
        boolean ours = one.contender().startsWith("Bowstring");
        html.append(ours ? "<tr class=\"ours\">" : "<tr>");
        cell(one.contender());
        cell(String.format(Locale.ROOT, "%,d", one.cell().bytes()));
        if (!one.measured()) {
            html.append("<td class=\"none\" colspan=\"11\">")
                    .append(escape(one.problem()))
                    .append("</td></tr>\n");
            return;
        }
        cell(spread(one, Round::p50));
        cell(Console.number(one.median(Round::p90)));
        cell(Console.number(one.median(Round::p99)));
        cell(Console.number(one.median(Round::p999)));
        cell(Console.number(one.most(Round::max)));
        cell(spread(one, Round::perSecond));
        cell(Console.number(one.median(Round::perSecond) * one.cell().bytes() / 1e9));
        long sent = one.rounds().stream().mapToLong(Round::sent).sum();
        long delivered = one.rounds().stream().mapToLong(Round::delivered).sum();
        cell(delivered == sent ? "all of " + sent : delivered + " / " + sent);
        cell(Console.number(one.median(Round::floorBeforeUs)));
        cell(one.runs());
        cell(Integer.toString(one.thrownAway()));
        html.append("</tr>\n");
        one.rounds().get(0).figures().keySet().forEach(name -> figure(one, name));
    }

    private void figure(Measurement one, String name) {
        html.append("<tr><td></td><td></td><td colspan=\"11\">")
                .append(escape(name))
                .append(": ")
                .append(spread(one, round -> round.figures().get(name)))
                .append("</td></tr>\n");
    }

    private static String spread(Measurement one, java.util.function.ToDoubleFunction<Round> figure) {
        String median = Console.number(one.median(figure));
        return median.isEmpty()
                ? ""
                : median + " (" + Console.number(one.least(figure)) + " to " + Console.number(one.most(figure)) + ")";
    }

    private void cell(String text) {
        html.append("<td>").append(escape(text)).append("</td>");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
