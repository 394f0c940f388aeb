package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.descriptor.CpuAffinity;
import dev.bowstring.runtime.descriptor.Dataflow;
import dev.bowstring.runtime.descriptor.DebugSpec;
import dev.bowstring.runtime.descriptor.HealthSpec;
import dev.bowstring.runtime.descriptor.InputDeadlines;
import dev.bowstring.runtime.descriptor.InputSpec;
import dev.bowstring.runtime.descriptor.LogSpec;
import dev.bowstring.runtime.descriptor.MainClassProgram;
import dev.bowstring.runtime.descriptor.NodeSpec;
import dev.bowstring.runtime.descriptor.OnRestart;
import dev.bowstring.runtime.descriptor.OutputSource;
import dev.bowstring.runtime.descriptor.OutputSpec;
import dev.bowstring.runtime.descriptor.QueuePolicy;
import dev.bowstring.runtime.descriptor.RestartSpec;
import dev.bowstring.runtime.descriptor.Source;
import dev.bowstring.runtime.descriptor.SourcePosition;
import dev.bowstring.runtime.descriptor.Start;
import dev.bowstring.runtime.descriptor.TimerSource;
import dev.bowstring.runtime.logs.LastLines;
import dev.bowstring.runtime.process.ClassDataArchive;
import dev.bowstring.runtime.process.Trees;
import dev.bowstring.transport.segment.Ownership;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the class-data archive: a little dataflow of one node, run beside the user's at low priority once that is under
 * way, so that it delays nobody's start. Later runs find the archive. Its files lie in a temporary directory: the user's
 * shared memory was compared with what the user's dataflow needs, and nothing else may take of it.
 *
 * <p>A run that ends earlier waits a few seconds for it, once; one that was interrupted does not.
 */
final class ArchiveTraining implements AutoCloseable {
    private static final String NODE = "training";
    private static final String SHARED = "bowstring-training-";
    private static final long TICK_NS = 5_000_000L;
    private static final long ARENA_BYTES = 2 << 20;
    private static final Duration START_TIMEOUT = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final long KILLED_MS = 10_000;

    private final ClassDataArchive archive;
    private final Consumer<String> notes;
    private final Thread thread = new Thread(this::train, "bowstring-training");
    private volatile @Nullable DataflowRun run;
    private volatile boolean cancelled;

    ArchiveTraining(ClassDataArchive archive, Consumer<String> notes) {
        this.archive = archive;
        this.notes = notes;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Waits until the archive is made, but not for ever, and tells the user what for. */
    void finish(Duration patience) {
        if (thread.isAlive()) {
            notes.accept(
                    "all nodes have ended; finishing the class-data archive with which they start quicker next time");
        }
        await(patience);
    }

    private void await(Duration patience) {
        try {
            thread.join(patience.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt(); // Then the archive is not worth waiting for.
        }
    }

    /** Kills it at once, for a process that is about to die. Any thread. */
    void abandon() {
        cancelled = true;
        DataflowRun current = run;
        if (current != null) {
            current.abandon();
        }
    }

    /** Ends it, finished or not, and leaves nothing of it. */
    @Override
    public void close() {
        cancelled = true;
        DataflowRun current = run;
        while (current != null && thread.isAlive()) {
            current.requestStop(); // once to stop, once to hurry, once to kill
            await(Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(TICK_NS)));
        }
        await(Duration.ofMillis(KILLED_MS));
    }

    private void train() {
        try {
            Path fresh = archive.fresh();
            clearAfterKilledTrainings();
            Path shared = Files.createTempDirectory(SHARED);
            try {
                String failure = make(fresh, shared);
                if (!cancelled && !failure.isEmpty()) {
                    notes.accept("no class-data archive for now, nodes start without, which takes longer: " + failure);
                }
            } finally {
                Trees.delete(shared);
                Trees.delete(fresh.resolveSibling(""));
            }
        } catch (IOException | RuntimeException failure) {
            notes.accept("no class-data archive for now, nodes start without, which takes longer: " + failure);
        }
    }

    /** A supervisor that was killed may have been training: its shared files then lie where no other run looks. */
    private static void clearAfterKilledTrainings() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (DirectoryStream<Path> trainings = Files.newDirectoryStream(temporary, SHARED + "*")) {
            for (Path shared : trainings) {
                if (Ownership.isPrivateDirectory(shared)) {
                    new LeftRuns(RunFiles.userDirectory(shared), note -> {}).clearAway();
                }
            }
        }
    }

    /** Says why there is no archive; nothing when there is one. */
    private String make(Path fresh, Path shared) throws IOException {
        RunOptions options = new RunOptions(shared, fresh.resolveSibling("records"), Optional.of(LONGEST));
        Map<String, List<String>> commands = Map.of(NODE, archive.trainingCommand(fresh));
        LastLines complaints = new LastLines();
        RunResult result;
        try (DataflowRun training = DataflowRun.prepare(dataflow(fresh), options, commands, complaints)) {
            run = training;
            if (cancelled) {
                return "";
            }
            result = training.run();
        }
        if (result.ok() && Files.exists(fresh)) {
            archive.keep(fresh);
            return "";
        }
        if (result.ok()) {
            archive.giveUp(); // The node ran well, so it is the JVM that cannot.
        }
        return result.ok() ? "this JVM makes none" : result.failure() + "\n" + String.join("\n", complaints.lines());
    }

    private static Dataflow dataflow(Path fresh) {
        SourcePosition nowhere = new SourcePosition(1, 1);
        NodeSpec node = new NodeSpec(
                NODE,
                new MainClassProgram(NODE, List.of(fresh)),
                List.of(),
                Map.of(),
                List.of(
                        input("in", new OutputSource(NODE, "out"), nowhere),
                        input("tick", new TimerSource(TICK_NS, "timer/millis/5"), nowhere)),
                List.of(new OutputSpec("out", ARENA_BYTES, ARENA_BYTES)),
                List.of(),
                CpuAffinity.any(nowhere),
                Start.BARRIER,
                RestartSpec.DEFAULT,
                HealthSpec.DEFAULT,
                DebugSpec.OFF,
                LogSpec.DEFAULT,
                nowhere,
                NODE,
                "");
        return new Dataflow(
                NODE,
                fresh,
                fresh.resolveSibling(""),
                Map.of(),
                START_TIMEOUT,
                Dataflow.DEFAULT_GRACE,
                false,
                List.of(node));
    }

    private static InputSpec input(String id, Source source, SourcePosition nowhere) {
        return new InputSpec(
                id, source, 1, QueuePolicy.LATEST, 4, OnRestart.RESUME, InputDeadlines.NONE, Optional.empty(), nowhere);
    }
}
