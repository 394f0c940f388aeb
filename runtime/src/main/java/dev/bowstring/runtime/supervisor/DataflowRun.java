package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.descriptor.Dataflow;
import dev.bowstring.runtime.logs.LineSink;
import dev.bowstring.runtime.logs.LogLine;
import dev.bowstring.runtime.process.Spawner;
import dev.bowstring.transport.control.NodeListener;
import dev.bowstring.transport.doorbell.Futex;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One execution of a dataflow, from its shared files to its result.
 *
 * <p>{@link #prepare} makes everything that can fail before a node starts; {@link #run} runs to the end in the calling
 * thread; {@link #close} leaves no process and no shared file, however the run ended.
 */
public final class DataflowRun implements AutoCloseable {
    private static final int CONNECTIONS_BESIDE_NODES = 16;
    private static final Duration ARCHIVE_PATIENCE = Duration.ofSeconds(5);

    private final String runId;
    private final RunPlan plan;
    private final RunRecords records;
    private final RunFiles files;
    private final NodeRuns nodes;
    private final DynamicNodes dynamic;
    private final NodeListener listener;
    private final Spawner spawner;
    private final LineSink console;
    private final RunLog runLog;
    private final LogOutputs logOutputs;
    private final NodeLogs logs;
    private final Supervisor supervisor;
    private final Optional<ArchiveTraining> training;
    private final Consumer<String> notes;

    private DataflowRun(Made made, RunOptions options, Start start) {
        this.runId = made.runId;
        this.plan = made.plan;
        this.records = made.records;
        this.files = made.files;
        this.training = start.training;
        this.notes = start.notes;
        this.console = start.console;
        this.nodes = new NodeRuns(plan, files);
        this.dynamic = new DynamicNodes(plan, files, start.notes);
        AllNodes all = new AllNodes(nodes, dynamic);
        this.spawner = new Spawner(files.run().path(), this::wakeUp);
        this.listener = new NodeListener(
                files.run().socket(),
                new ControlDesk(plan, files, all, System::nanoTime, start.notes, this::stop),
                plan.dataflow().nodes().size() + CONNECTIONS_BESIDE_NODES,
                System::nanoTime);
        this.runLog = made.runLog;
        this.logOutputs = new LogOutputs(files, start.notes);
        this.logs = new NodeLogs(plan, records, this::show, start.notes, System::nanoTime);
        Surroundings world = new Surroundings(
                spawner, System::nanoTime, DataflowRun::wallNs, new SplittableRandom()::nextDouble, logs, start.notes);
        long stopAfterNs = options.stopAfter().map(Duration::toNanos).orElse(Long.MAX_VALUE);
        this.supervisor = new Supervisor(plan, files, all, made.commands, world, stopAfterNs);
    }

    /** What a run is started with; the commands are made for a directory of crash reports. */
    private record Start(
            Function<Path, Map<String, List<String>>> commands,
            LineSink console,
            Consumer<String> notes,
            Optional<ArchiveTraining> training) {

        /** The same, but what the user is told is written down as well. */
        Start toldTo(RunLog log) {
            return new Start(commands, console, log.beside(notes), training);
        }
    }

    /** What is there before the first node starts. */
    private record Made(
            String runId,
            RunPlan plan,
            RunRecords records,
            RunLog runLog,
            RunFiles files,
            Map<String, List<String>> commands) {}

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
        Programs programs = new Programs(dataflow, options, notes);
        Start start = new Start(programs::commands, console, notes, programs.training(notes));
        return prepare(dataflow, options, start);
    }

    /** Prepares a run whose commands are known. */
    static DataflowRun prepare(
            Dataflow dataflow, RunOptions options, Map<String, List<String>> commands, LineSink lines) {
        return prepare(dataflow, options, new Start(reports -> commands, lines, note -> {}, Optional.empty()));
    }

    private static DataflowRun prepare(Dataflow dataflow, RunOptions options, Start start) {
        String runId = options.runId();
        RunPlan plan = new RunPlan(dataflow);
        RunRecords records = RunRecords.create(options.dataDir(), runId, plan.started(), start.notes);
        records.keep(dataflow.file());
        RunLog runLog = records.ownLog();
        runLog.info("run " + runId + " of " + dataflow.file() + ", process "
                + ProcessHandle.current().pid());
        return prepare(runId, plan, records, runLog, options, start.toldTo(runLog));
    }

    private static DataflowRun prepare(
            String runId, RunPlan plan, RunRecords records, RunLog runLog, RunOptions options, Start start) {
        try {
            Map<String, List<String>> commands = start.commands.apply(records.directory());
            RunFiles files = RunFiles.create(options.shmDir(), runId, plan, Futex.system(), start.notes);
            return assemble(new Made(runId, plan, records, runLog, files, commands), options, start);
        } catch (RuntimeException failure) {
            records.discard();
            throw failure;
        }
    }

    private static DataflowRun assemble(Made made, RunOptions options, Start start) {
        try {
            return new DataflowRun(made, options, start);
        } catch (RuntimeException failure) {
            made.files.close();
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
        supervisor.doWork();
        RunJson.write(files.run(), plan.dataflow(), records.directory(), notes);
        dynamic.explain();
        boolean under = false;
        while (!supervisor.finished()) {
            supervisor.turn(listener::doWork);
            look();
            if (supervisor.underWay() && !under) {
                under = true;
                training.ifPresent(ArchiveTraining::start);
            }
        }
        look();
        RunResult result = result(System.nanoTime() - startNs);
        finish(result);
        if (under && result.ok() && !supervisor.stopRequested()) {
            training.ifPresent(archive -> archive.finish(ARCHIVE_PATIENCE));
        }
        return result;
    }

    private void look() {
        runLog.look(nodes);
        logOutputs.look(node -> nodes.find(node).filter(NodeRun::finished).isPresent());
    }

    private void show(LogLine line) {
        logOutputs.accept(line); // first: a terminal may take its time
        console.accept(line);
    }

    private void finish(RunResult result) {
        if (result.ok()) {
            runLog.info("run ended: all well");
        } else {
            runLog.error("run ended: " + result.failure());
        }
        records.finish(result);
    }

    private RunResult result(long durationNs) {
        return new RunResult(
                runId,
                plan.dataflow().name(),
                supervisor.failure().isEmpty(),
                supervisor.failure(),
                TimeUnit.NANOSECONDS.toMillis(durationNs),
                Accounts.nodes(plan, nodes, dynamic),
                Accounts.edges(files, dynamic),
                logs.figures());
    }

    private void wakeUp() {
        listener.wakeUp();
    }

    /** Asks the dataflow to stop; asked again, it hurries. Any thread. */
    public void requestStop() {
        runLog.info("asked to stop");
        supervisor.requestStop();
        wakeUp();
    }

    /** As somebody asks from outside: who asks again, and not for more, does not hurry it. */
    private void stop(boolean now) {
        if (!supervisor.stopRequested()) {
            supervisor.requestStop();
        }
        if (now) {
            supervisor.requestStop();
        }
    }

    /** Kills all nodes and deletes the shared files at once; for a process that is about to die. Any thread. */
    public void abandon() {
        new LastSteps(notes)
                .then(() -> training.ifPresent(ArchiveTraining::abandon))
                .then(nodes::killAll)
                .then(files::delete);
    }

    /** Leaves no process, no shared file and no thread behind; what cannot be put away is told, and the rest is. */
    @Override
    public void close() {
        new LastSteps(notes)
                .then(() -> training.ifPresent(ArchiveTraining::close))
                .then(nodes::killAll)
                .then(spawner::close)
                .then(listener::close)
                .then(dynamic::close)
                .then(logOutputs::close)
                .then(files::close)
                .then(records::close);
    }
}
