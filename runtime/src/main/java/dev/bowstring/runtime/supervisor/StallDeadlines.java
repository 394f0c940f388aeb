package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.descriptor.InputDeadlines;
import dev.bowstring.runtime.descriptor.OnStall;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Frees publishers of readers that hold them up for longer than the {@code stall_timeout} of the input.
 *
 * <p>The publisher says since when it has waited and sent nothing, so each edge is looked at once within its time, and then
 * just when that has passed: no deadline is late. Which reader holds the memory it waits for it says after a second only: for
 * those that is the least, however short their time.
 */
final class StallDeadlines {
    /** When to look again where the time has passed and nobody is known to be to blame. */
    private static final long SOON_NS = 100_000_000L;

    private final RunFiles files;
    private final NodeRuns nodes;
    private final Consumer<String> notes;
    private final List<Edge> edges = new ArrayList<>();
    private long beganNs;

    /** An edge with such a time, and when it is to be looked at. */
    private static final class Edge {
        private final SharedOutput output;
        private final PlannedReader reader;
        private long nextNs;

        Edge(SharedOutput output, PlannedReader reader, long nowNs) {
            this.output = output;
            this.reader = reader;
            this.nextNs = nowNs;
        }

        boolean kills() {
            return reader.input().deadlines().onStall() == OnStall.KILL;
        }

        /**
         * Whether the reader has held up the publisher for all its time; when to look again is known then.
         *
         * @param mostNs how long it could have done that
         */
        boolean isOver(long nowNs, long mostNs) {
            if (nowNs - nextNs < 0) {
                return false;
            }
            long timeoutNs = reader.input().deadlines().stallNs();
            long sinceNs = output.log().waitsSinceNs();
            // L9: since when is the publisher's word
            long waitedNs = sinceNs == 0 ? 0 : Math.max(0, Math.min(nowNs - sinceNs, mostNs));
            boolean due = waitedNs >= timeoutNs;
            nextNs = nowNs + (due ? Math.min(timeoutNs, SOON_NS) : timeoutNs - waitedNs);
            // Asked again behind: otherwise the publisher may have gone on, and the queue be full once more.
            return due && output.log().holdsUp(reader.index()) && output.log().waitsSinceNs() == sinceNs;
        }
    }

    StallDeadlines(RunFiles files, NodeRuns nodes, Consumer<String> notes) {
        this.files = files;
        this.nodes = nodes;
        this.notes = notes;
    }

    /** Every node is ready: what was waited for before, by a publisher that did not wait for GO, counts for nothing. */
    void begin(long nowNs) {
        beganNs = nowNs;
        for (SharedOutput output : files.outputs()) {
            for (PlannedReader reader : output.plan().readers()) {
                if (reader.input().deadlines().stallNs() != InputDeadlines.NEVER) {
                    edges.add(new Edge(output, reader, nowNs));
                }
            }
        }
    }

    /** Looks at every edge whose time has come; how many readers were given up. */
    int look(long nowNs) {
        int freed = 0;
        for (Edge edge : edges) {
            if (edge.isOver(nowNs, mostNs(edge, nowNs))) {
                freed += edge.kills() ? kill(edge, nowNs) : demote(edge);
            }
        }
        return freed;
    }

    /** The life that would be killed is not to blame for the wait behind the life before, nor while it starts. */
    private long mostNs(Edge edge, long nowNs) {
        long mostNs = nowNs - beganNs;
        return edge.kills()
                ? nodes.find(edge.reader.node())
                        .map(node -> Math.min(mostNs, node.runsForNs(nowNs)))
                        .orElse(0L)
                : mostNs;
    }

    private int kill(Edge edge, long nowNs) {
        String why = "has held up " + edge.output.plan().name() + " for " + seconds(edge) + " s (stall_timeout of "
                + edge.reader.input().id() + ")";
        return nodes.find(edge.reader.node())
                .map(node -> node.killAsStalled(why, nowNs))
                .orElse(0);
    }

    private int demote(Edge edge) {
        edge.output.log().demote(edge.reader.index());
        files.node(edge.output.plan().node()).doorbell().ring(); // it may wait for just this reader
        notes.accept(edge.output.plan().name() + " waits for " + edge.reader.name() + " no longer, which has held it up"
                + " for " + seconds(edge) + " s (stall_timeout): what it is too slow for is dropped from here on");
        return 1;
    }

    private static String seconds(Edge edge) {
        return String.format(
                Locale.ROOT, "%.1f", edge.reader.input().deadlines().stallNs() / 1e9);
    }

    /** How long until an edge is to be looked at; {@link Long#MAX_VALUE} if none is. */
    long untilNextNs(long nowNs) {
        long untilNs = Long.MAX_VALUE;
        for (Edge edge : edges) {
            untilNs = Math.min(untilNs, Math.max(0, edge.nextNs - nowNs));
        }
        return untilNs;
    }
}
