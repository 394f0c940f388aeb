package dev.bowstring.runtime.supervisor;

import dev.bowstring.transport.control.ToolSeats;
import dev.bowstring.transport.counters.CountersFile;
import dev.bowstring.transport.layout.DoorbellLayout;
import dev.bowstring.transport.layout.LatencyLayout;
import dev.bowstring.transport.layout.NodeControlLayout;
import dev.bowstring.transport.log.OutputPlan;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How much shared memory a run takes, before it takes it. Pure. */
final class SharedMemoryNeed {
    private static final long PAGE = 4096;
    private static final int FILES_BESIDE_READERS = 4;
    private static final long FILES_OF_DYNAMIC_NODE = 2;
    private static final int NAMED_OUTPUTS = 3;

    private final RunPlan plan;

    SharedMemoryNeed(RunPlan plan) {
        this.plan = plan;
    }

    /** All files at their initial sizes, in whole pages. */
    long bytes() {
        long logs = plan.hasLogInputs() ? 1 : 0;
        int tools = ToolSeats.NAMES.size();
        long nodes = (plan.dataflow().nodes().size() + logs + tools)
                * (DoorbellLayout.FILE_LENGTH + NodeControlLayout.FILE_LENGTH);
        long dynamic = (plan.dynamic().size() + tools) * FILES_OF_DYNAMIC_NODE * PAGE;
        long outputs =
                plan.outputs().stream().mapToLong(SharedMemoryNeed::bytesOf).sum();
        long counters = CountersFile.header(plan.outputs().size(), "").size() + PAGE;
        return nodes + dynamic + outputs + counters + RunJson.bytes(plan.dataflow());
    }

    /** All files once every arena has grown as far as it may. */
    long mostBytes() {
        return bytes()
                + plan.outputs().stream()
                        .map(PlannedOutput::store)
                        .mapToLong(store -> Math.max(0, store.arenaMax() - store.arenaBytes()))
                        .sum();
    }

    /** The last page of each file is perhaps not full, but taken. */
    private static long bytesOf(PlannedOutput output) {
        OutputPlan store = output.store();
        long latencies = (long) output.readerFiles() * LatencyLayout.FILE_LENGTH;
        return store.bytes() + latencies + (FILES_BESIDE_READERS + output.readerFiles()) * PAGE;
    }

    /**
     * Refuses a run that does not fit.
     *
     * @throws RunException with the numbers and the outputs to shrink
     */
    void check(Path directory, long free) {
        if (bytes() > free) {
            throw new RunException("not enough shared memory in " + directory + ": the dataflow needs "
                    + mebibytes(bytes()) + ", " + mebibytes(free) + " are free; make `arena` of " + largest()
                    + " smaller, or choose another directory with --shm-dir");
        }
    }

    /** Says that arenas may grow beyond what is there; empty when they cannot. */
    String warning(Path directory, long free) {
        return mostBytes() <= free
                ? ""
                : "outputs may grow to " + mebibytes(mostBytes()) + ", but only " + mebibytes(free) + " are free in "
                        + directory + "; once it is full, outputs wait or drop earlier than their `arena_max` says";
    }

    private String largest() {
        List<PlannedOutput> byBytes = plan.outputs().stream()
                .sorted(Comparator.<PlannedOutput>comparingLong(SharedMemoryNeed::bytesOf)
                        .reversed())
                .limit(NAMED_OUTPUTS)
                .toList();
        return byBytes.stream()
                .map(output -> output.name() + " (" + mebibytes(output.spec().arenaBytes()) + ")")
                .collect(Collectors.joining(", "));
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20));
    }
}
