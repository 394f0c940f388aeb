package dev.bowstring.runtime.supervisor;

import dev.bowstring.transport.counters.LatencyHistogram;
import dev.bowstring.transport.counters.OutputCounters;
import dev.bowstring.transport.layout.LatencyLayout;
import dev.bowstring.transport.log.OutputStore;
import dev.bowstring.transport.log.SupervisedOutput;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentHeader;
import dev.bowstring.transport.segment.SegmentKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One output with its files in shared memory.
 *
 * @param firstCounter the id of the first of its counters
 * @param latencies how long its messages took, by reader
 */
record SharedOutput(
        PlannedOutput plan, OutputStore store, int firstCounter, OutputCounters counters, List<Segment> latencies)
        implements AutoCloseable {

    SharedOutput {
        latencies = List.copyOf(latencies);
    }

    /** Makes all files; what was made when that fails is deleted with the run. */
    static SharedOutput create(RunDirectory run, PlannedOutput plan, RunCounters counters) throws IOException {
        int firstCounter = counters.allocate(plan);
        OutputStore store = OutputStore.create(run, plan.store());
        return new SharedOutput(plan, store, firstCounter, counters.of(firstCounter), latencies(run, plan));
    }

    private static List<Segment> latencies(RunDirectory run, PlannedOutput plan) throws IOException {
        String output = plan.spec().id();
        PrivateDirectory.create(run.latencies(plan.node(), output));
        List<Segment> latencies = new ArrayList<>();
        for (int reader = 0; reader < plan.readerFiles(); reader++) {
            latencies.add(Segment.create(
                    run.latency(plan.node(), output, reader),
                    new SegmentHeader(SegmentKind.LATENCY, LatencyLayout.FILE_LENGTH, 0, reader, run.runId())));
        }
        return latencies;
    }

    SupervisedOutput log() {
        return store.supervised();
    }

    LatencyHistogram latency(int reader) {
        return new LatencyHistogram(latencies.get(reader).buffer());
    }

    /** Unmaps; the files stay until the run directory is deleted. */
    @Override
    public void close() {
        store.close();
        latencies.forEach(Segment::close);
    }
}
