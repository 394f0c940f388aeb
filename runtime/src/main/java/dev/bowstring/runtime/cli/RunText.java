package dev.bowstring.runtime.cli;

import dev.bowstring.runtime.inspect.RunView;
import dev.bowstring.runtime.inspect.RunView.EdgeView;
import dev.bowstring.runtime.inspect.RunView.NodeView;
import java.util.List;
import java.util.Locale;

/** Runs as a person reads them. */
final class RunText {
    private static final String NONE = "-";

    private RunText() {}

    static String of(List<RunView> runs) {
        StringBuilder text = new StringBuilder();
        for (RunView run : runs) {
            text.append(text.isEmpty() ? "" : System.lineSeparator()).append(of(run));
        }
        return text.toString();
    }

    private static String of(RunView run) {
        TextTable nodes = new TextTable("node", "state", "for", "pid", "restarts", "cpu", "rss");
        run.nodes().forEach(node -> nodes.row(row(node)));
        TextTable edges = new TextTable("edge", "received", "dropped", "unread", "lag", "held", "waited");
        run.edges().forEach(edge -> edges.row(row(edge)));
        return title(run) + nodes + edges + waits(run) + problems(run);
    }

    private static String title(RunView run) {
        String title = "run " + run.run() + (run.dataflow().isEmpty() ? "" : " of " + run.dataflow());
        if (run.lives()) {
            title += ": running" + (run.ageMs() == 0 ? "" : " for " + time(run.ageMs()));
        } else {
            title += ": left over, its supervisor was killed; `bowstring doctor --clean` removes it";
        }
        return title + (run.pid() == 0 || !run.lives() ? "" : ", process " + run.pid()) + System.lineSeparator();
    }

    private static String[] row(NodeView node) {
        return new String[] {
            node.node(),
            node.state(),
            time(node.inStateMs()),
            node.pid() == 0 ? NONE : Long.toString(node.pid()),
            Long.toString(node.restarts()),
            node.cpuPercent() < 0 ? NONE : String.format(Locale.ROOT, "%.1f%%", node.cpuPercent()),
            node.rssBytes() < 0 ? NONE : (node.rssBytes() >> 20) + " MiB"
        };
    }

    private static String[] row(EdgeView edge) {
        return new String[] {
            edge.output() + " -> " + edge.input(),
            Long.toString(edge.received()),
            Long.toString(edge.dropped()),
            edge.open() ? Long.toString(edge.unread()) : NONE,
            edge.open() ? SummaryText.time(edge.lagNs()) : NONE,
            Integer.toString(edge.held()),
            SummaryText.time(edge.backpressureNs())
        };
    }

    private static String waits(RunView run) {
        StringBuilder text = new StringBuilder();
        for (EdgeView edge : run.edges()) {
            if (edge.waits()) {
                text.append("  ").append(edge.output()).append(" waits for ").append(edge.input());
                text.append(System.lineSeparator());
            }
        }
        return text.toString();
    }

    private static String problems(RunView run) {
        StringBuilder text = new StringBuilder();
        run.problems()
                .forEach(problem ->
                        text.append("  cannot read: ").append(problem).append(System.lineSeparator()));
        return text.toString();
    }

    /** Such as {@code 1.2 s}, {@code 3 min 20 s}, {@code 5 h 1 min}, {@code 12 d 3 h}. */
    static String time(long ms) {
        long seconds = ms / 1_000;
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", ms / 1e3);
        }
        if (seconds < 3_600) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        long hours = seconds / 3_600;
        return hours < 48 ? hours + " h " + seconds / 60 % 60 + " min" : hours / 24 + " d " + hours % 24 + " h";
    }
}
