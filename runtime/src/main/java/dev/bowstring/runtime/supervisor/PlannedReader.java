package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.descriptor.InputDeadlines;
import dev.bowstring.runtime.descriptor.InputSpec;
import dev.bowstring.runtime.descriptor.OnStall;
import dev.bowstring.runtime.descriptor.QueuePolicy;

/**
 * One edge, as the output sees it.
 *
 * @param index the number of the reader at its output
 * @param node the node that reads
 * @param input the input it reads through
 * @param inOwnCycle whether the edge lies in a cycle
 * @param attaches whether the node that reads is dynamic
 */
record PlannedReader(int index, String node, InputSpec input, boolean inOwnCycle, boolean attaches) {
    boolean blocking() {
        return input.policy() == QueuePolicy.BACKPRESSURE;
    }

    /** Whether the messages come from the journal of the output. */
    boolean fromJournal() {
        return input.journal().isPresent();
    }

    /** Whether its publisher waits for it as long as its process lives. */
    boolean firm() {
        InputDeadlines deadlines = input.deadlines();
        boolean mayBeDemoted =
                attaches || (deadlines.stallNs() != InputDeadlines.NEVER && deadlines.onStall() == OnStall.DROP);
        return blocking() && !mayBeDemoted;
    }

    /** How the edge is called in control files and in what people read. */
    String name() {
        return node + "/" + input.id();
    }
}
