package dev.bowstring.node.session.run;

import dev.bowstring.node.Log;
import dev.bowstring.node.NodeException;
import dev.bowstring.node.arrow.ArrowJournal;
import dev.bowstring.node.arrow.NodeMemory;
import dev.bowstring.node.session.message.Retention;
import dev.bowstring.transport.control.InputPort;
import dev.bowstring.transport.control.JournalPort;
import dev.bowstring.transport.journal.JournalInput;
import dev.bowstring.transport.log.JournalEdge;
import dev.bowstring.transport.segment.RunDirectory;

/**
 * Opens inputs that read the journal of their output. Apart from {@link JournalFeed} the one class of a session that knows
 * of journals: a node without such inputs never loads it, nor the libraries behind it.
 */
final class JournalOpener {
    private final RunDirectory run;
    private final String node;
    private final NodeMemory memory;
    private final Log log;

    JournalOpener(RunDirectory run, String node, NodeMemory memory, Log log) {
        this.run = run;
        this.node = node;
        this.memory = memory;
        this.log = log;
    }

    PortFeed open(InputPort port, Surroundings surroundings, Retention retention, Runnable pinFreed) {
        JournalPort journal = port.journal().orElseThrow();
        JournalInput.Around around = new JournalInput.Around(
                run.runId(),
                surroundings::wallMinusMonotonicNs,
                pinFreed,
                surprise -> log.warn("the journal is not as expected", "input", port.id(), "what", surprise));
        JournalEdge edge =
                JournalEdge.open(run, port.sourceNode(), port.sourceOutput(), port.reader(), journal.appender());
        boolean opened = false;
        try {
            JournalInput input = JournalInput.open(journal, edge, node + "." + port.id(), port.maxHeld(), around);
            ArrowJournal arrow = new ArrowJournal(input::schema, memory, node + "/" + port.id(), port.maxHeld());
            opened = true;
            return new JournalFeed(port, input, arrow, retention, surroundings, log);
        } catch (NoClassDefFoundError missing) {
            throw new NodeException(
                    "input '" + port.id() + "' reads a journal, and what reads those is not on the class path: "
                            + missing.getMessage(),
                    "let the runtime start the node: as Java source, as a class, or as a jar without the SDK in it",
                    missing);
        } finally {
            if (!opened) {
                edge.close();
            }
        }
    }
}
