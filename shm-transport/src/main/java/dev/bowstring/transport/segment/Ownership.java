package dev.bowstring.transport.segment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Whether a file or directory belongs to this user and to nobody else: what another user planted is never trusted. */
public final class Ownership {
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private Ownership() {}

    /**
     * The number of the user this process runs as.
     *
     * @throws IOException if there is no {@code /proc}
     */
    public static int uid() throws IOException {
        return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }

    /**
     * Whether it is a directory, no link to one, that only this user may enter.
     *
     * @throws NoSuchFileException if nothing is there
     */
    public static boolean isPrivateDirectory(Path directory) throws IOException {
        PosixFileAttributes found = attributes(directory);
        return found.isDirectory() && isOurs(directory) && found.permissions().equals(DIRECTORY);
    }

    /**
     * Whether it is a file, no link to one, that only this user may read and write.
     *
     * @throws NoSuchFileException if nothing is there
     */
    public static boolean isPrivateFile(Path file) throws IOException {
        PosixFileAttributes found = attributes(file);
        return found.isRegularFile() && isOurs(file) && found.permissions().equals(FILE);
    }

    private static PosixFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isOurs(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS) == uid();
    }
}
