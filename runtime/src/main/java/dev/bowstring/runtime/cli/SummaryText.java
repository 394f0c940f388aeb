package dev.bowstring.runtime.cli;

import dev.bowstring.runtime.logs.LogFigures;
import dev.bowstring.runtime.supervisor.RunResult;
import dev.bowstring.runtime.supervisor.RunResult.EdgeEnd;
import dev.bowstring.runtime.supervisor.RunResult.NodeEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The result of a run as a person reads it. */
final class SummaryText {
    private static final List<String> EDGE_TITLES =
            List.of("edge", "published", "received", "dropped", "unread", "refused", "copies", "p50", "p99");

    private SummaryText() {}

    static String of(RunResult result) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "run %s of %s: %s, %.1f s%n",
                result.run(),
                result.dataflow(),
                result.ok() ? "all well" : "failed",
                result.durationMs() / 1000.0));
        List<List<String>> nodes = new ArrayList<>();
        result.nodes().forEach(node -> nodes.add(List.of(node.node(), end(node))));
        append(text, nodes);
        if (!result.edges().isEmpty()) {
            List<List<String>> edges = new ArrayList<>(List.of(EDGE_TITLES));
            result.edges().forEach(edge -> edges.add(row(edge)));
            append(text, edges);
        }
        result.logs().stream()
                .map(SummaryText::losses)
                .filter(losses -> !losses.isEmpty())
                .forEach(text::append);
        if (!result.ok()) {
            text.append(result.failure()).append(System.lineSeparator());
        }
        return text.toString();
    }

    /** What of a node's lines was not shown, or is not in its log; nothing to say of most nodes. */
    private static String losses(LogFigures log) {
        List<String> losses = new ArrayList<>();
        add(losses, log.belowLevel(), "below `min_log_level`");
        add(losses, log.heldBack(), "not shown, being too many a second");
        add(losses, log.rotatedAway(), "gone from the log, being the oldest");
        add(losses, log.missing(), "not in the log, since the disk took nothing");
        return losses.isEmpty()
                ? ""
                : "  " + log.node() + " printed " + log.printed() + " lines: " + String.join(", ", losses)
                        + System.lineSeparator();
    }

    private static void add(List<String> losses, long lines, String what) {
        if (lines > 0) {
            losses.add(lines + " " + what);
        }
    }

    private static String end(NodeEnd node) {
        String restarts = node.restarts() == 0
                ? ""
                : node.restarts() == 1 ? " after 1 restart" : " after " + node.restarts() + " restarts";
        return node.state() + restarts + (node.cause().isEmpty() ? "" : ": " + node.cause());
    }

    private static List<String> row(EdgeEnd edge) {
        return List.of(
                edge.output() + " -> " + edge.input(),
                Long.toString(edge.published()),
                Long.toString(edge.received()),
                Long.toString(edge.dropped()),
                Long.toString(edge.unread()),
                Long.toString(edge.refused()),
                Long.toString(edge.copies()),
                time(edge.p50Ns()),
                time(edge.p99Ns()));
    }

    static String time(long ns) {
        if (ns == 0) {
            return "-";
        }
        if (ns < 1_000_000) {
            return String.format(Locale.ROOT, "%.1f us", ns / 1e3);
        }
        return ns < 1_000_000_000
                ? String.format(Locale.ROOT, "%.1f ms", ns / 1e6)
                : String.format(Locale.ROOT, "%.1f s", ns / 1e9);
    }

    /** The first column to the left, the others to the right, but for a column of words. */
    private static void append(StringBuilder text, List<List<String>> rows) {
        int columns = rows.get(0).size();
        for (List<String> row : rows) {
            text.append("  ");
            for (int column = 0; column < columns; column++) {
                int at = column;
                int width = rows.stream()
                        .mapToInt(other -> other.get(at).length())
                        .max()
                        .orElse(0);
                boolean left = column == 0 || columns == 2;
                String format = (left ? "%-" : "%") + width + "s";
                text.append(String.format(format, row.get(column))).append("  ");
            }
            text.setLength(text.toString().stripTrailing().length());
            text.append(System.lineSeparator());
        }
    }
}
