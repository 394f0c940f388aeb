package dev.bowstring.transport.control;

import java.util.List;

/**
 * The places of a run for tools: programs that read along without being nodes of the dataflow, such as a recorder. A tool
 * takes the lock of a free place, says hello by its name as a process that attaches, and then says what it wants to read.
 * Doorbells and reader files of all places are there from the start, so that a publisher needs to be told nothing.
 */
public final class ToolSeats {
    private static final String PREFIX = "@tool"; // no node of a dataflow can be called so

    /** Few: every publisher looks at the doorbell of each after every message. */
    public static final List<String> NAMES = List.of(PREFIX + "1", PREFIX + "2");

    private ToolSeats() {}

    /** Whether a name in the place of a node's is that of a tool. */
    public static boolean isSeat(String node) {
        return node.startsWith(PREFIX);
    }
}
