package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.descriptor.Dataflow;
import dev.bowstring.runtime.descriptor.DataflowReader;
import dev.bowstring.transport.doorbell.Futex;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A supervisor with real shared files, a clock that stands still and processes that are not there. */
final class TestRun implements AutoCloseable {
    static final String ID = "20260102-030405-test";

    final FakeProcesses processes = new FakeProcesses();
    final List<String> notes = new ArrayList<>();
    final RunPlan plan;
    final RunFiles files;
    final NodeRuns nodes;
    final DynamicNodes dynamic;
    final Supervisor supervisor;
    private long nowNs = 1_000;
    /** How far the wall clock is ahead of the monotonic one; a test may let it jump. */
    long wallAheadNs = 5_000_000;

    TestRun(Path directory, String yaml) throws Exception {
        this(directory, dataflow(directory, yaml));
    }

    TestRun(Path directory, Dataflow dataflow) throws Exception {
        plan = new RunPlan(dataflow);
        files = RunFiles.create(Files.createDirectories(directory.resolve("shm")), ID, plan, new NoFutex(), notes::add);
        nodes = new NodeRuns(plan, files);
        dynamic = new DynamicNodes(plan, files, notes::add);
        Surroundings world =
                new Surroundings(processes, () -> nowNs, () -> nowNs + wallAheadNs, () -> 0, line -> {}, notes::add);
        supervisor = new Supervisor(plan, files, new AllNodes(nodes, dynamic), Map.of(), world, Long.MAX_VALUE);
    }

    static Dataflow dataflow(Path directory, String yaml) throws Exception {
        return DataflowReader.read(Files.writeString(directory.resolve("flow.yml"), yaml));
    }

    NodeRun node(String id) {
        return nodes.find(id).orElseThrow();
    }

    SharedOutput output(int index) {
        return files.outputs().get(index);
    }

    /** The time of the clock that stands still. */
    long nowNs() {
        return nowNs;
    }

    /** Lets the supervisor work until there is nothing to do. */
    void work() {
        int left = 100;
        while (supervisor.doWork() > 0 && left > 0) {
            left--;
        }
    }

    void advance(long ms) {
        nowNs += TimeUnit.MILLISECONDS.toNanos(ms);
        work();
    }

    @Override
    public void close() {
        dynamic.close();
        files.close();
    }

    private static final class NoFutex implements Futex {
        @Override
        public int await(long address, int expected, long timeoutNs) {
            return WOKEN;
        }

        @Override
        public void wakeAll(long address) {}
    }
}
