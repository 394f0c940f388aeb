package dev.bowstring.runtime.descriptor;

import static dev.bowstring.runtime.descriptor.Printable.quote;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads a class path: one text with separators or a list of texts; {@code dir/*} stands for the jars of a directory. */
final class ClasspathReader {
    private static final String WILDCARD = "*";
    private static final String BUILD_FIRST = "build it first";

    private final Reading reading;
    private final FileFinder files;

    ClasspathReader(Reading reading) {
        this.reading = reading;
        this.files = new FileFinder(reading);
    }

    /** The entries that exist, in order, each wildcard replaced by the jars in the order of their names. */
    List<Path> read(Fields node) {
        List<Path> classpath = new ArrayList<>();
        node.value("classpath").ifPresent(value -> {
            if (value instanceof YamlList list) {
                list.items().forEach(item -> entry(item, classpath));
            } else {
                entry(value, classpath);
            }
        });
        return classpath;
    }

    private void entry(YamlValue value, List<Path> classpath) {
        reading.values().text(value, "`classpath`").ifPresent(text -> {
            for (String name : text.split(File.pathSeparator, -1)) {
                add(name, value.at(), classpath);
            }
        });
    }

    private void add(String name, SourcePosition at, List<Path> classpath) {
        if (name.isEmpty()) {
            reading.problems().add(at, "`classpath` has an empty entry", "write `.` for the dataflow's directory");
            return;
        }
        boolean wildcard = name.equals(WILDCARD) || name.endsWith("/" + WILDCARD);
        String plain = wildcard ? name.substring(0, name.length() - WILDCARD.length()) : name;
        Optional<Path> path = files.resolve(plain, at);
        if (path.isPresent() && !Files.exists(path.get())) {
            files.missing(plain, path.get(), at, BUILD_FIRST);
        } else if (wildcard) {
            path.ifPresent(folder -> addJars(name, folder, at, classpath));
        } else {
            path.ifPresent(classpath::add);
        }
    }

    private void addJars(String name, Path folder, SourcePosition at, List<Path> classpath) {
        List<Path> jars = jars(folder);
        classpath.addAll(jars);
        if (jars.isEmpty()) {
            reading.problems().add(at, quote(name) + " matches no jar", BUILD_FIRST);
        }
    }

    private static List<Path> jars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException unreadable) { // Told as "matches no jar": there is none to be had.
            return List.of();
        }
    }
}
