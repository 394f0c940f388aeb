package dev.bowstring.runtime.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A directory of things that can be made again: what has not been used for a month is deleted. */
final class Cache {
    private static final Duration KEPT = Duration.ofDays(30);
    private static final Duration LONGEST_WORK = Duration.ofHours(1);
    private static final String WORKSHOP = "new-";

    private final Path directory;
    private final Consumer<String> notes;

    /** @param notes takes sentences for the user */
    Cache(Path directory, Consumer<String> notes) {
        this.directory = directory;
        this.notes = notes;
    }

    Path entry(String name) {
        return directory.resolve(name);
    }

    /** Says that an entry is in use. */
    void touch(Path entry) {
        try {
            Files.setLastModifiedTime(entry, FileTime.from(Instant.now()));
        } catch (IOException notOurs) {
            // Then it may be deleted, and is made again.
        }
    }

    /** A directory of our own in which to make an entry; it is moved into its place when it is whole. */
    Path workshop() throws IOException {
        Files.createDirectories(directory);
        prune(Instant.now());
        return Files.createTempDirectory(directory, WORKSHOP);
    }

    /** What was being made for longer than anything takes was left by a process that was killed. */
    private void prune(Instant now) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            List<Path> old = entries.filter(entry -> unusedSince(entry, now.minus(patience(entry))))
                    .toList();
            Trees.deleteOld(old).ifPresent(notes);
        }
    }

    private static Duration patience(Path entry) {
        return String.valueOf(entry.getFileName()).startsWith(WORKSHOP) ? LONGEST_WORK : KEPT;
    }

    private static boolean unusedSince(Path entry, Instant time) {
        try {
            return Files.getLastModifiedTime(entry).toInstant().isBefore(time);
        } catch (IOException gone) {
            return false; // Another run has deleted it.
        }
    }
}
