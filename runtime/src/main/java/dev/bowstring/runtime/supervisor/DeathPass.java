package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.descriptor.OnRestart;
import dev.bowstring.transport.segment.Fence;

/**
 * What a node leaves in shared memory when it is gone, put right, and made ready for its next life if it has one.
 *
 * <pre>
 *                     pins    its readers                    its outputs
 *   it restarts       clear   stay as they are (resume),     stay as they are: the next life
 *                             or are freed (latest)          goes on behind the last message
 *   it does not       clear   are freed                      are closed behind the last message
 * </pre>
 *
 * A reader that was demoted since it had held up its publisher is waited for again in its next life, from the end on.
 *
 * Only once the node is proved dead (L6), and before its next life begins. May be repeated (L7).
 */
final class DeathPass {
    private final RunPlan plan;
    private final RunFiles files;

    DeathPass(RunPlan plan, RunFiles files) {
        this.plan = plan;
        this.files = files;
    }

    /**
     * Cleans up after a life of a node that has ended.
     *
     * @throws IllegalStateException if a process of the node lives, whose pins these would be
     */
    void cleanUpAfter(NodeRun node) {
        if (node.hasProcess()) {
            throw new IllegalStateException(
                    "death pass: node=" + node.id() + " lives, incarnation=" + node.incarnation());
        }
        boolean restarts = !node.life().ended();
        for (SharedOutput output : files.outputs()) {
            for (PlannedReader reader : output.plan().readers()) {
                if (reader.node().equals(node.id())) {
                    output.log().clearPins(reader.index());
                    if (!restarts || reader.input().onRestart() == OnRestart.LATEST) {
                        output.log().free(reader.index());
                    }
                }
            }
        }
        files.node(node.id()).doorbell().clearWaiting();
        files.outputsOf(node.id()).forEach(output -> output.log().endWaits());
        if (!restarts) {
            files.outputsOf(node.id()).forEach(output -> output.log().close());
        }
        ringNeighbours(node.id());
    }

    /** Another life of a node is about to be started: tells the readers of its outputs from which message on. */
    void announce(NodeRun node, long nowNs) {
        long restarts = node.incarnation() - 1;
        if (restarts > 0) {
            files.outputsOf(node.id()).forEach(output -> output.log().restarted(restarts, nowNs));
            ringNeighbours(node.id());
        }
    }

    /** Another life of a node is about to be let in: what it is not to read any more is skipped. */
    void letIn(NodeRun node) {
        if (node.incarnation() == 1) {
            return;
        }
        for (SharedOutput output : files.outputs()) {
            for (PlannedReader reader : output.plan().readers()) {
                if (reader.node().equals(node.id()) && skips(output, reader)) {
                    output.log().skipToEnd(reader.index(), reader.blocking(), Fence.HARDWARE);
                }
            }
        }
        ringNeighbours(node.id());
    }

    private static boolean skips(SharedOutput output, PlannedReader reader) {
        boolean demoted = reader.blocking() && output.log().lossy(reader.index());
        return demoted || reader.input().onRestart() == OnRestart.LATEST;
    }

    private void ringNeighbours(String node) {
        plan.neighbours(node)
                .forEach(neighbour -> files.node(neighbour).doorbell().ring());
    }
}
