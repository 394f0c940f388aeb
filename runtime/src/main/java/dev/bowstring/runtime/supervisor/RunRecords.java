package dev.bowstring.runtime.supervisor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.bowstring.runtime.descriptor.NodeSpec;
import dev.bowstring.runtime.logs.LogLimits;
import dev.bowstring.runtime.logs.NodeLog;
import dev.bowstring.runtime.process.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What stays of a run on disk: {@code <data dir>/runs/<run id>/logs/<node>.jsonl} and {@code supervisor.jsonl}, crash reports,
 * {@code dataflow.yml} as it was when the run began, and {@code summary.json}. The last ten runs are kept.
 */
final class RunRecords implements AutoCloseable {
    /** The run's own log has the name of a node that no dataflow has. */
    static final String OWN_LOG = "supervisor";

    private static final int KEPT_RUNS = 10;
    private static final Duration KEPT_OF_KILLED = Duration.ofDays(1);
    private static final String SUMMARY = RecordedRun.SUMMARY;

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path directory;
    private final Map<String, NodeLog> logs = new HashMap<>();
    private Optional<NodeLog> ownFile = Optional.empty();
    private Optional<RunLock> lock = Optional.empty();
    private Consumer<String> notes;
    private boolean made;

    private RunRecords(Path directory, Consumer<String> notes) {
        this.directory = directory;
        this.notes = notes;
    }

    /**
     * Makes the directory and the log of each node, and deletes the records of runs long over.
     *
     * @param notes takes sentences for the user, which go into the run's own log as well
     */
    static RunRecords create(Path dataDir, String runId, List<NodeSpec> nodes, Consumer<String> notes) {
        DataDirectory.check(dataDir);
        Path runs = dataDir.resolve("runs");
        RunRecords records = new RunRecords(runs.resolve(runId), notes);
        try {
            records.make(nodes);
            prune(runs).ifPresent(records.notes);
            return records;
        } catch (IOException | UncheckedIOException failure) {
            records.discard();
            throw new RunException(
                    "cannot write records of the run in " + dataDir + ": " + failure
                            + "; choose another directory with --data-dir",
                    failure);
        }
    }

    private void make(List<NodeSpec> nodes) throws IOException {
        Files.createDirectories(directory.resolveSibling(""), OWNER_ONLY);
        Files.createDirectory(directory, OWNER_ONLY); // fails if it is that of another run
        made = true;
        lock = Optional.of(RunLock.create(directory.resolve(RecordedRun.LOCK)));
        Path files = Files.createDirectory(directory.resolve(RecordedRun.LOGS), OWNER_ONLY);
        NodeLog own = new NodeLog(files, OWN_LOG, LogLimits.DEFAULT, notes); // cannot complain to itself
        ownFile = Optional.of(own);
        notes = new RunLog(OWN_LOG, own, Clock.systemUTC()).beside(notes);
        for (NodeSpec node : nodes) {
            logs.put(node.id(), new NodeLog(files, node.id(), node.logs().limits(), notes));
        }
    }

    private static Optional<String> prune(Path runs) throws IOException {
        try (Stream<Path> all = Files.list(runs)) {
            List<Path> old = all.filter(run -> Files.isDirectory(run, LinkOption.NOFOLLOW_LINKS))
                    .sorted(Comparator.reverseOrder())
                    .skip(KEPT_RUNS)
                    .filter(RunRecords::over)
                    .toList();
            return Trees.deleteOld(old);
        }
    }

    /** A run without a summary may still be writing; and of one that was killed it is known for a day how. */
    private static boolean over(Path run) {
        try {
            Instant changed = Files.getLastModifiedTime(run).toInstant();
            return Files.exists(run.resolve(SUMMARY))
                    || (changed.isBefore(Instant.now().minus(KEPT_OF_KILLED))
                            && !RunLock.isHeld(run.resolve(RecordedRun.LOCK)));
        } catch (IOException gone) {
            return false; // Another run has deleted it just now.
        }
    }

    Path directory() {
        return directory;
    }

    /** Keeps the dataflow as it is now: its file may change while it runs. */
    void keep(Path dataflow) {
        if (!Files.isRegularFile(dataflow)) {
            return; // made by a program
        }
        try {
            Files.copy(dataflow, directory.resolve(RecordedRun.DATAFLOW));
        } catch (IOException failure) {
            notes.accept("cannot keep a copy of " + dataflow + ": " + failure);
        }
    }

    /** The run's own log. */
    RunLog ownLog() {
        return new RunLog(OWN_LOG, ownFile.orElseThrow(), Clock.systemUTC());
    }

    /** The log of a node. */
    NodeLog log(String name) {
        NodeLog log = logs.get(name);
        if (log == null) {
            throw new IllegalStateException("records: no log of " + name);
        }
        return log;
    }

    /** Writes down how the run ended. */
    void finish(RunResult result) {
        try {
            json().writeValue(directory.resolve(SUMMARY).toFile(), result);
        } catch (IOException failure) {
            notes.accept("cannot write " + directory.resolve(SUMMARY) + ": " + failure);
        }
    }

    /** Leaves nothing of a run that never began. */
    void discard() {
        close();
        if (!made) {
            return;
        }
        try {
            Trees.delete(directory);
        } catch (IOException failure) {
            notes.accept("cannot delete " + directory + ": " + failure);
        }
    }

    private static ObjectMapper json() {
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    }

    @Override
    public void close() {
        logs.values().forEach(NodeLog::close);
        ownFile.ifPresent(NodeLog::close); // last: the others may have to complain at their end
        lock.ifPresent(RunLock::close);
    }
}
