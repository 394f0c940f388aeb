package dev.bowstring.runtime.supervisor;

import dev.bowstring.transport.segment.Ownership;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/**
 * The directory for logs and caches. Compiled classes are kept there and run later, so one that another user has planted,
 * or could change, is refused; so is a link that another user has made.
 */
public final class DataDirectory {
    private DataDirectory() {}

    /** What is wrong with it; empty if it is ours, or not there yet. */
    public static Optional<String> trouble(Path directory) {
        try {
            int uid = Ownership.uid();
            if (!owner(directory, LinkOption.NOFOLLOW_LINKS).equals(uid)) {
                return Optional.of(directory + " belongs to another user, who may have planted it");
            }
            if (!Files.isDirectory(directory)) {
                return Optional.of(directory + " is no directory");
            }
            if (!owner(directory).equals(uid)) {
                return Optional.of(
                        directory + " leads to " + directory.toRealPath() + ", which belongs to another user");
            }
            return writableByOthers(directory)
                    ? Optional.of(directory + " can be written by other users (`chmod go-w` closes it)")
                    : Optional.empty();
        } catch (NoSuchFileException notYet) {
            return Optional.empty();
        } catch (IOException unreadable) {
            return Optional.of(directory + " cannot be looked at: " + unreadable);
        }
    }

    /** The own group of the user may: many systems give each user one that nobody else is in. */
    private static boolean writableByOthers(Path directory) throws IOException {
        Set<PosixFilePermission> permissions =
                Files.readAttributes(directory, PosixFileAttributes.class).permissions();
        boolean ownGroup =
                Files.getAttribute(directory, "unix:gid").equals(Files.getAttribute(Path.of("/proc/self"), "unix:gid"));
        return permissions.contains(PosixFilePermission.OTHERS_WRITE)
                || (permissions.contains(PosixFilePermission.GROUP_WRITE) && !ownGroup);
    }

    private static Object owner(Path path, LinkOption... options) throws IOException {
        return Files.getAttribute(path, "unix:uid", options);
    }

    /** @throws RunException if it is not to be trusted */
    static void check(Path directory) {
        trouble(directory).ifPresent(what -> {
            throw new RunException(what + "; choose another directory with --data-dir");
        });
    }
}
