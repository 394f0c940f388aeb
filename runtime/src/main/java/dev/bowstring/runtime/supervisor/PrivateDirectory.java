package dev.bowstring.runtime.supervisor;

import dev.bowstring.transport.segment.Ownership;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Directories that only this user can enter. */
final class PrivateDirectory {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

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
        try {
            create(directory);
        } catch (FileAlreadyExistsException there) {
            check(directory);
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
