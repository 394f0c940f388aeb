package dev.bowstring.runtime.supervisor;

import dev.bowstring.runtime.process.RunProcesses;
import dev.bowstring.runtime.process.Trees;
import dev.bowstring.transport.segment.Ownership;
import dev.bowstring.transport.segment.RunDirectory;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs whose supervisor was killed, and what they left: shared files, and processes that nodes had started and that the
 * kernel therefore did not take along. Later runs in the same shared memory clean up after them.
 *
 * <p>Only directories of this user, named as runs are, are looked at; no link is followed. One with a lock that is free
 * belongs to a dead run. One without any file was never a run, or is about to become one, which then begins again. Any
 * other is not ours to judge.
 */
final class LeftRuns {
    private static final long KILL_NS = 5_000_000_000L;
    private static final long PAUSE_NS = 2_000_000L;

    private final Path user;
    private final Consumer<String> notes;

    /**
     * @param user the directory of this user in shared memory
     * @param notes takes a sentence about each run that is cleaned up
     */
    LeftRuns(Path user, Consumer<String> notes) {
        this.user = user;
        this.notes = notes;
    }

    /** Cleans up after all of them. What cannot be deleted is told, and no reason not to go on. */
    void clear() {
        try {
            if (!Files.exists(user, LinkOption.NOFOLLOW_LINKS) || !Ownership.isPrivateDirectory(user)) {
                return;
            }
            for (Path directory : runs()) {
                clearAfter(new RunDirectory(directory));
            }
        } catch (NoSuchFileException gone) {
            // The last run in it has ended just now and took it along.
        } catch (IOException failure) {
            notes.accept("cannot look for left-over runs in " + user + ": " + failure);
        }
    }

    /** The same, and takes the directory along, and the one around it, if only dead runs were in it. */
    void clearAway() throws IOException {
        if (Files.exists(user, LinkOption.NOFOLLOW_LINKS)) {
            clear();
            if (deletedAsEmpty(user)) {
                deletedAsEmpty(user.resolveSibling(""));
            }
        }
    }

    private List<Path> runs() throws IOException {
        try (Stream<Path> all = Files.list(user)) {
            return all.filter(path -> RunId.names(String.valueOf(path.getFileName())))
                    .toList();
        }
    }

    private void clearAfter(RunDirectory run) {
        try {
            if (!Ownership.isPrivateDirectory(run.path()) || deletedAsEmpty(run.path())) {
                return;
            }
            Optional<RunLock> dead = RunLock.seize(run.supervisorLock());
            if (dead.isPresent()) {
                try {
                    killAndDelete(run);
                } finally {
                    dead.get().close();
                }
            }
        } catch (NoSuchFileException gone) {
            // Its run has ended just now, or another one was quicker.
        } catch (IOException failure) {
            notes.accept("cannot clean up after run " + run.runId() + ": " + failure);
        }
    }

    private static boolean deletedAsEmpty(Path directory) throws IOException {
        try {
            Files.delete(directory);
            return true;
        } catch (DirectoryNotEmptyException run) {
            return false;
        }
    }

    /** Processes first: no file goes while somebody may still use it. */
    private void killAndDelete(RunDirectory run) throws IOException {
        RunProcesses processes = new RunProcesses(run.path());
        Set<Long> killed = new HashSet<>();
        long deadlineNs = System.nanoTime() + KILL_NS;
        for (List<Long> living = processes.kill(); !living.isEmpty(); living = processes.kill()) {
            if (System.nanoTime() - deadlineNs > 0) {
                notes.accept("run " + run.runId() + " was left by its supervisor, and its processes " + living
                        + " cannot be killed: its files stay in " + run.path());
                return;
            }
            killed.addAll(living);
            LockSupport.parkNanos(PAUSE_NS);
        }
        delete(run);
        notes.accept("cleaned up after run " + run.runId()
                + ", whose supervisor was killed: its shared files are deleted, "
                + (killed.isEmpty() ? "no process of it was left" : killed.size() + " of its processes were killed"));
    }

    /** Deletes a run's directory; its lock comes last, so that what is left at any time can be told for what it is. */
    static void delete(RunDirectory run) throws IOException {
        try (Stream<Path> all = Files.list(run.path())) {
            for (Path path :
                    all.filter(path -> !path.equals(run.supervisorLock())).toList()) {
                Trees.delete(path);
            }
        } catch (NoSuchFileException nothingThere) {
            return; // It may be deleted more than once.
        }
        Files.deleteIfExists(run.supervisorLock());
        Files.deleteIfExists(run.path());
    }
}
