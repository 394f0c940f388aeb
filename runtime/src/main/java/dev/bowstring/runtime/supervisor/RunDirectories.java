package dev.bowstring.runtime.supervisor;

import dev.bowstring.transport.segment.Ownership;
import dev.bowstring.transport.segment.RunDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The directories of this user's runs in one directory for shared memory, for who looks at them from outside. */
public final class RunDirectories {
    private final Path user;

    /** @param shm the directory for shared memory */
    public RunDirectories(Path shm) {
        this.user = RunFiles.userDirectory(shm.toAbsolutePath().normalize());
    }

    /** Where they are. */
    public Path user() {
        return user;
    }

    /**
     * Those of runs that have begun, oldest first.
     *
     * @throws RunException if their place belongs to somebody else
     */
    public List<RunDirectory> all() {
        try {
            if (!Ownership.isPrivateDirectory(user)) {
                throw new RunException(user + " is not a directory of ours alone; somebody else may have planted it:"
                        + " remove it, or choose another directory with --shm-dir");
            }
            try (Stream<Path> all = Files.list(user)) {
                return all.filter(path -> RunId.names(String.valueOf(path.getFileName())))
                        .sorted()
                        .map(RunDirectory::new)
                        .filter(RunDirectories::hasBegun)
                        .toList();
            }
        } catch (NoSuchFileException | NotDirectoryException none) {
            return List.of();
        } catch (IOException | UncheckedIOException failure) {
            throw new RunException("cannot look for runs in " + user + ": " + failure, failure);
        }
    }

    private static boolean hasBegun(RunDirectory run) {
        try {
            return Ownership.isPrivateDirectory(run.path()) && Files.exists(run.supervisorLock());
        } catch (IOException gone) {
            return false; // It has ended just now.
        }
    }

    /** Whether the supervisor of a run lives: it holds the lock of its run, which the kernel frees when it dies. */
    public boolean lives(RunDirectory run) {
        try {
            return RunLock.isHeld(run.supervisorLock());
        } catch (IOException gone) {
            return false;
        }
    }

    /** Deletes what runs have left whose supervisors were killed, and kills their processes. */
    public void clean(Consumer<String> notes) {
        try {
            new LeftRuns(user, notes).clear();
            Files.deleteIfExists(user); // if no run is in it
        } catch (IOException inUse) {
            // A run lives in it; or it is not to be deleted by us, which nobody needs.
        }
    }
}
