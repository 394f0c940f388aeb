package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.descriptor.OutputSpec;
import dev.bowstring.runtime.recording.RecordedDataflow;
import dev.bowstring.transport.control.ToolSeats;
import dev.bowstring.transport.log.OutputPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One output of the dataflow and its readers.
 *
 * @param node the node that publishes
 * @param readers the declared ones, by number
 * @param feed what the supervisor publishes there itself; empty when the node does
 */
record PlannedOutput(String node, OutputSpec spec, List<PlannedReader> readers, Optional<LogFeed> feed) {
    /** How many messages a tool may hold at a time. */
    static final int TOOL_PINS = 16;

    private static final int SLOTS_PER_QUEUED_MESSAGE = 4;

    PlannedOutput {
        readers = List.copyOf(readers);
    }

    String name() {
        return feed.map(LogFeed::name).orElse(node + "/" + spec.id());
    }

    /** The edge that ends at an input. */
    PlannedReader reader(String reader, String input) {
        return readers.stream()
                .filter(edge -> edge.node().equals(reader) && edge.input().id().equals(input))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("plan: no edge to " + reader + "/" + input));
    }

    /** The reader that appends to the output's journal. */
    PlannedReader appender() {
        return readers.stream()
                .filter(reader -> reader.node().equals(RecordedDataflow.JOURNAL))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("plan: nobody appends to the journal of " + name()));
    }

    /** Reader files: the declared readers, then one for each place of a tool. */
    int readerFiles() {
        return readers.size() + ToolSeats.NAMES.size();
    }

    /** As many messages as a tool may be behind, in a ring whose size the declared readers decide. */
    int toolQueueSize() {
        return store(1).slots() / SLOTS_PER_QUEUED_MESSAGE;
    }

    /** What it takes in shared memory. */
    OutputPlan store() {
        return store(toolQueueSize());
    }

    private OutputPlan store(int toolQueueSize) {
        List<OutputPlan.ReaderPlan> files = new ArrayList<>();
        for (PlannedReader reader : readers) {
            files.add(
                    reader.fromJournal()
                            ? OutputPlan.ReaderPlan.ofJournal(reader.name())
                            : new OutputPlan.ReaderPlan(
                                    reader.name(),
                                    reader.blocking(),
                                    reader.input().queueSize(),
                                    reader.input().maxHeld(),
                                    reader.attaches(),
                                    reader.firm()));
        }
        for (String seat : ToolSeats.NAMES) {
            String name = seat + "/" + node + "." + spec.id();
            files.add(new OutputPlan.ReaderPlan(name, false, toolQueueSize, TOOL_PINS, true, false));
        }
        long firstArena = Math.min(spec.arenaBytes(), ArenaFileSize.MAX_BYTES);
        return new OutputPlan(node, spec.id(), files, firstArena, spec.arenaMaxBytes());
    }
}
