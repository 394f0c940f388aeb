package dev.bowstring.runtime.supervisor;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says that the supervisor of a run lives: a lock on a file in the run's directory, which the kernel frees when the
 * process ends, however it ends. Any thread.
 */
final class RunLock implements AutoCloseable {
    /**
     * What this process holds. The kernel's lock is one of processes, and goes when any descriptor of the file is closed
     * in its process: a file that is in here must not be opened to see whether it is locked.
     */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path key;
    private final FileChannel channel;

    private RunLock(Path key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    /**
     * Makes the file and locks it.
     *
     * @throws NoSuchFileException if somebody took the directory for one that is left over and deleted it meanwhile
     */
    static RunLock create(Path file) throws IOException {
        return open(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                        true)
                .orElseThrow(() -> new NoSuchFileException(file.toString()));
    }

    /** Takes the lock of a run whose supervisor is dead; empty if it lives, or another process took it. */
    static Optional<RunLock> seize(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        return open(file, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS), false);
    }

    /**
     * Whether the supervisor of a run lives. Takes nothing away from anybody: a shared lock, for a moment, which those who
     * also only look may have at the same time.
     */
    static boolean isHeld(Path file) throws IOException {
        Path key = key(file);
        if (!OWN.add(key)) {
            return true;
        }
        try {
            return isHeldElsewhere(file);
        } finally {
            OWN.remove(key); // after the channel: closing that gives up what locks this process has on the file
        }
    }

    private static boolean isHeldElsewhere(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false; // To open a pipe would be to wait for whoever writes to it.
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
                FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return lock == null;
        }
    }

    private static Optional<RunLock> open(Path file, Set<OpenOption> options, boolean patient) throws IOException {
        Path key = key(file);
        if (!OWN.add(key)) {
            return Optional.empty();
        }
        Optional<RunLock> taken = Optional.empty();
        try {
            taken = lock(key, file, options, patient);
        } finally {
            if (taken.isEmpty()) {
                OWN.remove(key);
            }
        }
        return taken;
    }

    private static Optional<RunLock> lock(Path key, Path file, Set<OpenOption> options, boolean patient)
            throws IOException {
        FileChannel channel = FileChannel.open(
                file, options, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        FileLock lock = patient ? channel.lock() : channel.tryLock();
        // Who deletes a directory holds its lock meanwhile: the lock of a file that is gone is worth nothing.
        if (lock != null && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(new RunLock(key, channel));
        }
        channel.close();
        return Optional.empty();
    }

    private static Path key(Path file) throws IOException {
        return file.resolveSibling("").toRealPath().resolve(file.getFileName());
    }

    /** Frees the lock; after the file was deleted, or the run looks as if its supervisor had died. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException closed) {
            // The descriptor is gone either way, and the lock with it.
        }
        OWN.remove(key);
    }
}
