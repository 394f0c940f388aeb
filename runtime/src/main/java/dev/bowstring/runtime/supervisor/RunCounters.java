package dev.bowstring.runtime.supervisor;

import dev.bowstring.transport.counters.CounterAllocator;
import dev.bowstring.transport.counters.CountersFile;
import dev.bowstring.transport.counters.OutputCounters;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.Segment;

/** The counters of all outputs of a run. */
final class RunCounters implements AutoCloseable {
    private final Segment segment;
    private final CountersFile file;
    private final CounterAllocator allocator;

    RunCounters(RunDirectory run, int outputs) {
        segment = Segment.create(run.counters(), CountersFile.header(outputs, run.runId()));
        file = new CountersFile(segment);
        allocator = file.allocator();
    }

    /** Gives an output its counters; the id of the first. */
    int allocate(PlannedOutput output) {
        return allocator.allocate(output.node(), output.spec().id());
    }

    OutputCounters of(int firstCounter) {
        return file.output(firstCounter);
    }

    @Override
    public void close() {
        segment.close();
    }
}
