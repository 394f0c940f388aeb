package dev.bowstring.runtime.process;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Deletes directories with all they hold; links are deleted, not followed. */
public final class Trees {
    private Trees() {}

    /** Deletes what is there; nothing there is fine. */
    public static void delete(Path root) throws IOException {
        try {
            Files.walkFileTree(root, new Deleter());
        } catch (NoSuchFileException nothingThere) {
            // What has been deleted already need not be deleted.
        }
    }

    /**
     * Deletes what has outlived its use, as far as that goes.
     *
     * @return what could not be deleted and why; empty if all could
     */
    public static Optional<String> deleteOld(List<Path> roots) {
        int left = 0;
        String first = "";
        for (Path root : roots) {
            try {
                delete(root);
            } catch (IOException failure) {
                first = left == 0 ? root + " (" + failure.getClass().getSimpleName() + ")" : first;
                left++; // Nothing new depends on it: the others go, and the user is told.
            }
        }
        return left == 0
                ? Optional.empty()
                : Optional.of("cannot delete what is no longer needed: " + first
                        + (left == 1 ? "" : " and " + (left - 1) + " more") + "; delete it by hand");
    }

    private static final class Deleter extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
