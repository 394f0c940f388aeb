package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.logs.LogFigures;
import java.util.List;

/**
 * How a run ended.
 *
 * @param ok whether every node ended as it should
 * @param failure why the run failed; empty when it did not
 * @param nodes how each node ended, in order of declaration
 * @param edges what became of the messages of each edge
 * @param logs what became of the lines that each node printed
 */
public record RunResult(
        String run,
        String dataflow,
        boolean ok,
        String failure,
        long durationMs,
        List<NodeEnd> nodes,
        List<EdgeEnd> edges,
        List<LogFigures> logs) {

    public RunResult {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
        logs = List.copyOf(logs);
    }

    /**
     * How a node ended.
     *
     * @param state {@code stopped} or {@code failed}; of a dynamic node whether a process was attached at the end:
     *     {@code never attached}, {@code detached}, {@code attached} or {@code lost}
     * @param exitCode -1 when it has none
     * @param cause why it failed; empty when it did not
     * @param restarts how often it was started again; how often another process attached, of a dynamic node
     */
    public record NodeEnd(String node, String state, int exitCode, String cause, long restarts) {}

    /**
     * What became of the messages of one edge: {@code published == received + dropped + unread}. Of an edge to a dynamic
     * node those count that were published while a process was attached.
     *
     * @param output {@code node/output}
     * @param input {@code node/input}
     * @param refused messages the publisher could not send for want of room; not among the published ones
     * @param copies vectors of the output that were copied since they lay outside its arena
     * @param p50Ns half of the messages were received within this time after they had been published; 0 if unknown
     * @param p99Ns the same for 99 of 100
     */
    public record EdgeEnd(
            String output,
            String input,
            long published,
            long received,
            long dropped,
            long unread,
            long refused,
            long copies,
            long p50Ns,
            long p99Ns) {}
}
