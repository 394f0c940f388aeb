package dev.bowstring.transport.control;

import java.util.List;

/**
 * An output of a node.
 *
 * @param id the name of the output
 * @param arenaBytes the size of its first arena file
 * @param arenaMaxBytes what all its arena files together may take
 * @param readerNodes for each reader file, in order, the node that reads it and whose doorbell is rung; empty for a spare
 * @param firstCounter the id of the first of its counters
 */
public record OutputPort(String id, long arenaBytes, long arenaMaxBytes, List<String> readerNodes, int firstCounter) {
    /** Copies the list. */
    public OutputPort {
        readerNodes = List.copyOf(readerNodes);
    }
}
