package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.descriptor.NodeSpec;
import dev.bowstring.transport.control.ToolSeats;
import dev.bowstring.transport.doorbell.Futex;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.SegmentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * All shared files of a run: made before any node starts, deleted at its end. Nothing of a run that could not be made
 * whole stays behind.
 */
final class RunFiles implements AutoCloseable {
    private static final int ATTEMPTS = 10;

    private final RunDirectory run;
    private final Map<String, NodeFiles> nodes = new LinkedHashMap<>();
    private final List<SharedOutput> outputs = new ArrayList<>();
    private Optional<RunCounters> counters = Optional.empty();
    private Optional<RunLock> lock = Optional.empty();
    private volatile boolean entered;

    private RunFiles(RunDirectory run) {
        this.run = run;
    }

    /**
     * Makes everything.
     *
     * @param shm the directory for shared memory
     * @param warnings takes what is wrong but no reason to refuse
     * @throws RunException if the run does not fit or its directory is not ours
     */
    static RunFiles create(Path shm, String runId, RunPlan plan, Futex futex, Consumer<String> warnings) {
        Path root = shm.toAbsolutePath().normalize();
        Path user = userDirectory(root);
        RunFiles files = new RunFiles(new RunDirectory(user.resolve(runId)));
        files.checkSocketPath();
        try {
            if (!Files.isDirectory(root)) {
                throw new RunException(root + " is no directory; create it, or name another one with --shm-dir");
            }
            new LeftRuns(user, warnings).clear(); // What they held is room for this one.
            checkRoom(root, plan, warnings);
            files.makeDirectories(user);
            files.make(plan, futex);
            return files;
        } catch (IOException failure) {
            files.close();
            throw new RunException("cannot make the shared files of the run in " + root + ": " + failure, failure);
        } catch (RunException | SegmentException failure) {
            files.close();
            throw failure;
        }
    }

    /** Where the runs of this user are. */
    static Path userDirectory(Path shm) {
        return shm.resolve("bowstring-" + PrivateDirectory.uid());
    }

    private static void checkRoom(Path root, RunPlan plan, Consumer<String> warnings) throws IOException {
        long free = Files.getFileStore(root).getUsableSpace();
        SharedMemoryNeed need = new SharedMemoryNeed(plan);
        need.check(root, free);
        String warning = need.warning(root, free);
        if (!warning.isEmpty()) {
            warnings.accept(warning);
        }
    }

    private void checkSocketPath() {
        int length = run.socket().toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > RunDirectory.MAX_SOCKET_PATH) {
            throw new RunException("the path " + run.socket() + " has " + length + " bytes, a socket's may have "
                    + RunDirectory.MAX_SOCKET_PATH + "; choose a shorter directory with --shm-dir");
        }
    }

    private void makeDirectories(Path user) throws IOException {
        for (int attempt = 1; ; attempt++) {
            PrivateDirectory.createOrTake(user);
            try {
                PrivateDirectory.create(run.path());
                lock = Optional.of(RunLock.create(run.supervisorLock()));
                break;
            } catch (NoSuchFileException gone) {
                if (attempt == ATTEMPTS) {
                    throw gone;
                }
                // A run that has just ended took its empty parent with it, or one that cleans up took the directory
                // before it was locked: make it again.
            }
        }
        entered = true;
        PrivateDirectory.create(run.outputs());
        PrivateDirectory.create(run.nodes());
    }

    private void make(RunPlan plan, Futex futex) throws IOException {
        for (NodeSpec node : plan.dataflow().nodes()) {
            nodes.put(node.id(), NodeFiles.create(run, node.id(), nodes.size(), futex));
        }
        for (String seat : ToolSeats.NAMES) {
            nodes.put(seat, NodeFiles.create(run, seat, nodes.size(), futex));
        }
        if (plan.hasLogInputs()) {
            NodeFiles own = NodeFiles.create(run, LogPlan.NODE, NodeFiles.THE_RUNTIME, futex);
            nodes.put(LogPlan.NODE, own); // a reader rings who publishes
        }
        if (!plan.outputs().isEmpty()) {
            RunCounters made = new RunCounters(run, plan.outputs().size());
            counters = Optional.of(made);
            for (PlannedOutput output : plan.outputs()) {
                outputs.add(SharedOutput.create(run, output, made));
            }
        }
    }

    RunDirectory run() {
        return run;
    }

    NodeFiles node(String node) {
        NodeFiles files = nodes.get(node);
        if (files == null) {
            throw new IllegalStateException("files: unknown node=" + node);
        }
        return files;
    }

    List<SharedOutput> outputs() {
        return outputs;
    }

    /** The outputs that a node writes itself. */
    Stream<SharedOutput> outputsOf(String node) {
        return outputs.stream()
                .filter(output -> output.plan().node().equals(node)
                        && output.plan().feed().isEmpty());
    }

    /** Room left for arenas to grow. */
    long freeBytes() {
        try {
            return Files.getFileStore(run.path()).getUsableSpace();
        } catch (IOException unknown) {
            return 0; // Then nothing grows: an arena that cannot grow is no room, never a fault.
        }
    }

    /** Unmaps and deletes everything; only when every node is dead. */
    @Override
    public void close() {
        outputs.forEach(SharedOutput::close);
        nodes.values().forEach(NodeFiles::close);
        counters.ifPresent(RunCounters::close);
        try {
            delete();
        } finally {
            lock.ifPresent(RunLock::close);
        }
    }

    /** Deletes the files without unmapping them; for a supervisor that is about to die. May be repeated. */
    void delete() {
        if (!entered) {
            return; // What is there may be a stranger's, or belong to a run of the same name.
        }
        try {
            LeftRuns.delete(run);
            deleteIfEmpty(run.path().resolveSibling(""));
        } catch (IOException failure) {
            throw new SegmentException(run.path(), "cannot be deleted: " + failure, "delete it by hand", failure);
        }
    }

    private static void deleteIfEmpty(Path user) throws IOException {
        try {
            Files.deleteIfExists(user);
        } catch (DirectoryNotEmptyException otherRuns) {
            // It goes with the last run in it.
        }
    }
}
