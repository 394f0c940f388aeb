package dev.bowstring.runtime.descriptor;

import static dev.bowstring.runtime.descriptor.Printable.quote;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a class path: one text with separators or a list of texts; {@code dir/*} stands for the jars of a directory. */
final class ClasspathReader {
    private static final int MOST_ENTRIES = 1_000;
    private static final String[] NONE = {};
    private static final String WILDCARD = "*";
    private static final String BUILD_FIRST = "build it first";

    private final Reading reading;
    private final FileFinder files;

    ClasspathReader(Reading reading, FileFinder files) {
        this.reading = reading;
        this.files = files;
    }

    /** The entries that exist, in order, each wildcard replaced by the jars in the order of their names. */
    List<Path> read(Fields node) {
        List<Path> classpath = new ArrayList<>();
        node.value("classpath").ifPresent(value -> {
            List<YamlValue> items = value instanceof YamlList list ? list.items() : List.of(value);
            items.forEach(item -> entries(item, classpath));
            if (items.isEmpty()) {
                reading.problems().add(value.at(), "`classpath` is empty", "add a jar or a directory");
            }
            if (classpath.size() > MOST_ENTRIES) {
                tooMany(value.at());
            }
        });
        return classpath;
    }

    private void entries(YamlValue value, List<Path> classpath) {
        String[] names = reading.values()
                .text(value, "`classpath`")
                .map(text -> text.split(File.pathSeparator, -1))
                .orElse(NONE);
        if (names.length > MOST_ENTRIES) {
            tooMany(value.at());
            return;
        }
        for (String name : names) {
            if (!reading.problems().isFull() && classpath.size() <= MOST_ENTRIES) {
                add(name, value.at(), classpath);
            }
        }
    }

    private void tooMany(SourcePosition at) {
        reading.problems().add(at, "`classpath` has more than " + MOST_ENTRIES + " entries");
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
        List<Path> jars = files.names(folder).stream()
                .filter(file -> file.endsWith(".jar"))
                .map(folder::resolve)
                .toList();
        classpath.addAll(jars);
        if (jars.isEmpty()) {
            reading.problems().add(at, quote(name) + " matches no jar", BUILD_FIRST);
        }
    }
}
