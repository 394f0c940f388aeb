package dev.bowstring.runtime.supervisor;

import dev.bowstring.transport.segment.Ownership;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Directories that only this user can enter. */
final class PrivateDirectory {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private static final int ATTEMPTS = 1_000;

    private PrivateDirectory() {}

    /** The number of the user this process runs as. */
    static int uid() {
        try {
            return Ownership.uid();
        } catch (IOException failure) {
            throw new RunException("cannot read /proc/self; Bowstring needs Linux with /proc mounted", failure);
        }
    }

    /** Creates a directory that must not be there yet. */
    static void create(Path directory) throws IOException {
        Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    }

    /** Creates a directory, or takes the one that is there if it is our own and closed to all others. */
    static void createOrTake(Path directory) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                create(directory);
                return;
            } catch (FileAlreadyExistsException there) {
                if (tryTake(directory, attempt)) {
                    return;
                }
            }
        }
    }

    /** Not if it has gone in the meantime: with its last run, which has just ended. */
    private static boolean tryTake(Path directory, int attempt) throws IOException {
        try {
            check(directory);
            return true;
        } catch (NoSuchFileException gone) {
            if (attempt == ATTEMPTS) {
                throw gone;
            }
            return false;
        }
    }

    private static void check(Path directory) throws IOException {
        if (!Ownership.isPrivateDirectory(directory)) {
            PosixFileAttributes found =
                    Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            throw new RunException(directory + " is not a directory of ours alone (owner " + found.owner() + ", "
                    + PosixFilePermissions.toString(found.permissions())
                    + "); somebody else may have planted it: remove it, or choose another directory with --shm-dir");
        }
    }
}
