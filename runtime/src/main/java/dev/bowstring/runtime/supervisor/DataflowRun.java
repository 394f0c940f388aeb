package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.descriptor.Dataflow;
import dev.bowstring.runtime.logs.LineSink;
import dev.bowstring.runtime.process.Spawner;
import dev.bowstring.transport.control.NodeListener;
import dev.bowstring.transport.doorbell.Futex;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One execution of a dataflow, from its shared files to its result.
 *
 * <p>{@link #prepare} makes everything that can fail before a node starts; {@link #run} runs to the end in the calling
 * thread; {@link #close} leaves no process and no shared file, however the run ended.
 */
public final class DataflowRun implements AutoCloseable {
    private static final int CONNECTIONS_BESIDE_NODES = 16;

    private final String runId;
    private final RunPlan plan;
    private final RunRecords records;
    private final RunFiles files;
    private final NodeRuns nodes;
    private final NodeListener listener;
    private final Spawner spawner;
    private final Supervisor supervisor;

    private DataflowRun(String runId, RunPlan plan, RunRecords records, RunFiles files, Start start) {
        this.runId = runId;
        this.plan = plan;
        this.records = records;
        this.files = files;
        this.nodes = new NodeRuns(plan, files);
        this.spawner = new Spawner(this::wakeUp);
        this.listener = new NodeListener(
                files.run().socket(),
                new ControlDesk(plan, files, nodes, start.notes),
                plan.dataflow().nodes().size() + CONNECTIONS_BESIDE_NODES,
                System::nanoTime);
        LineSink lines = line -> {
            records.accept(line);
            start.console.accept(line);
        };
        Surroundings world = new Surroundings(spawner, System::nanoTime, DataflowRun::wallNs, lines, start.notes);
        this.supervisor = new Supervisor(plan, files, nodes, start.commands, world, start.stopAfterNs);
    }

    /** What the run is started with. */
    private record Start(
            Map<String, List<String>> commands, LineSink console, Consumer<String> notes, long stopAfterNs) {}

    /**
     * Compiles what must be compiled and makes all files; no node starts yet.
     *
     * @param console takes what nodes print
     * @param notes takes sentences for the user
     * @throws RunException if the run cannot be made as asked
     * @throws dev.bowstring.runtime.process.ProcessException if a node cannot be started as the dataflow says
     * @throws dev.bowstring.transport.segment.SegmentException if shared memory cannot be had
     */
    public static DataflowRun prepare(Dataflow dataflow, RunOptions options, LineSink console, Consumer<String> notes) {
        String runId = RunId.of(LocalDateTime.now(ZoneId.systemDefault()), new SplittableRandom());
        RunPlan plan = new RunPlan(dataflow);
        RunRecords records = RunRecords.create(options.dataDir(), runId, dataflow.nodes(), notes);
        try {
            Programs programs = new Programs(options.dataDir(), records.directory());
            long stopAfterNs = options.stopAfter().map(Duration::toNanos).orElse(Long.MAX_VALUE);
            Start start = new Start(programs.commands(dataflow), console, notes, stopAfterNs);
            RunFiles files = RunFiles.create(options.shmDir(), runId, plan, Futex.system(), notes);
            return start(runId, plan, records, files, start);
        } catch (RuntimeException failure) {
            records.discard();
            throw failure;
        }
    }

    private static DataflowRun start(String runId, RunPlan plan, RunRecords records, RunFiles files, Start start) {
        try {
            return new DataflowRun(runId, plan, records, files, start);
        } catch (RuntimeException failure) {
            files.close();
            throw failure;
        }
    }

    private static long wallNs() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    /** The name of the run: that of its directories. */
    public String runId() {
        return runId;
    }

    /** Runs to the end, in the calling thread. */
    public RunResult run() {
        long startNs = System.nanoTime();
        int work = 0;
        while (!supervisor.finished()) {
            work = supervisor.doWork() + listener.doWork(work == 0 ? supervisor.patienceMs() : 0);
        }
        RunResult result = new RunResult(
                runId,
                plan.dataflow().name(),
                supervisor.failure().isEmpty(),
                supervisor.failure(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs),
                Accounts.nodes(nodes),
                Accounts.edges(files));
        records.finish(result);
        return result;
    }

    private void wakeUp() {
        listener.wakeUp();
    }

    /** Asks the dataflow to stop; asked again, it hurries. Any thread. */
    public void requestStop() {
        supervisor.requestStop();
        wakeUp();
    }

    /** Kills all nodes and deletes the shared files at once; for a process that is about to die. Any thread. */
    public void abandon() {
        nodes.killAll();
        files.delete();
    }

    /** Leaves no process, no shared file and no thread behind. */
    @Override
    public void close() {
        nodes.killAll();
        spawner.close();
        listener.close();
        files.close();
        records.close();
    }
}
