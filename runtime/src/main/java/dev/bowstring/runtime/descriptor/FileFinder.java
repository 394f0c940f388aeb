package dev.bowstring.runtime.descriptor;

import static dev.bowstring.runtime.descriptor.Printable.quote;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the files that a dataflow names; relative names start at the directory of the dataflow file. */
final class FileFinder {
    private static final int MOST_NAMES = 10_000;

    private final Reading reading;
    /** Kept, since a hostile file can name the same things many thousand times. */
    private final Map<Path, List<String>> listings = new HashMap<>();

    private final Set<String> told = new HashSet<>();

    FileFinder(Reading reading) {
        this.reading = reading;
    }

    /** Where the name leads, whether or not anything is there; nothing when it cannot name a file at all. */
    Optional<Path> resolve(String name, SourcePosition at) {
        try {
            return Optional.of(reading.directory().resolve(name).normalize());
        } catch (InvalidPathException invalid) { // The platform's way to say that no file can have this name.
            reading.problems().add(at, quote(name) + " cannot be the name of a file");
            return Optional.empty();
        }
    }

    /** The file of that name, which is there. */
    Optional<Path> file(String name, SourcePosition at, String cure) {
        Optional<Path> path = resolve(name, at);
        if (path.isEmpty() || Files.isRegularFile(path.get())) {
            return path;
        }
        if (Files.exists(path.get())) {
            reading.problems().add(at, quote(name) + " is not a file");
        } else {
            missing(name, path.get(), at, cure);
        }
        return Optional.empty();
    }

    /** Tells that nothing is there, and what has a similar name. */
    void missing(String name, Path path, SourcePosition at, String cure) {
        if (!told.add(at + " " + name)) {
            return;
        }
        Path folder = reading.directory().equals(path) ? path : path.resolveSibling("");
        String suggestion = Nearest.to(fileName(path), names(folder))
                .map(near -> "did you mean " + quote(name.substring(0, name.lastIndexOf('/') + 1) + near) + "?")
                .orElse(cure);
        reading.problems().add(at, quote(name) + " does not exist in " + quote(folder.toString()), suggestion);
    }

    /** The names in a directory, in order, as far as they can be had. */
    List<String> names(Path folder) {
        return listings.computeIfAbsent(folder, FileFinder::list);
    }

    static String fileName(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }

    private static List<String> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.limit(MOST_NAMES).map(FileFinder::fileName).sorted().toList();
        } catch (IOException | UncheckedIOException unreadable) { // Without names there is no suggestion, and no jar.
            return List.of();
        }
    }
}
