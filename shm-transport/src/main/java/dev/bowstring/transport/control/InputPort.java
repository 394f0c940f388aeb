package dev.bowstring.transport.control;

import java.util.Optional;

/**
 * An input of a node, as the supervisor has wired it.
 *
 * @param id the name of the input
 * @param sourceNode the node whose output is read
 * @param sourceOutput that output
 * @param reader the number of the reader file, which is that of the latency file as well
 * @param blocking whether the publisher waits for this reader
 * @param queueSize how many unread messages are kept; 1 on a lossy input means always the latest
 * @param maxHeld how many messages may be held at once: the pins of the reader file
 * @param timeoutNs after how long without a message the node is told; 0 for never
 * @param fromOwnCycle whether the source depends on this node's outputs, so that it cannot close before this node ends
 * @param journal where the messages come from instead of the ring; empty when they do not
 */
public record InputPort(
        String id,
        String sourceNode,
        String sourceOutput,
        int reader,
        boolean blocking,
        int queueSize,
        int maxHeld,
        long timeoutNs,
        boolean fromOwnCycle,
        Optional<JournalPort> journal) {}
