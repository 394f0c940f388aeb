package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.descriptor.OutputSpec;
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
    private static final int SPARE_READERS = 4;
    private static final int SPARE_PINS = 16;

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

    /** Reader files: the declared readers, then spare ones. */
    int readerFiles() {
        return readers.size() + SPARE_READERS;
    }

    /** What it takes in shared memory. */
    OutputPlan store() {
        List<OutputPlan.ReaderPlan> files = new ArrayList<>();
        for (PlannedReader reader : readers) {
            files.add(new OutputPlan.ReaderPlan(
                    reader.name(),
                    reader.blocking(),
                    reader.input().queueSize(),
                    reader.input().maxHeld(),
                    reader.attaches(),
                    reader.firm()));
        }
        while (files.size() < readerFiles()) {
            files.add(OutputPlan.ReaderPlan.spare(SPARE_PINS));
        }
        long firstArena = Math.min(spec.arenaBytes(), ArenaFileSize.MAX_BYTES);
        return new OutputPlan(node, spec.id(), files, firstArena, spec.arenaMaxBytes());
    }
}
