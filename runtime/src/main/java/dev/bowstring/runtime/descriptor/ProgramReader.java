package dev.bowstring.runtime.descriptor;

import static dev.bowstring.runtime.descriptor.Printable.quote;

import dev.bowstring.runtime.descriptor.ScriptStart.Trouble;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what a node runs, and makes sure that it is there. */
final class ProgramReader {
    private static final String DYNAMIC = "dynamic";
    private static final String RELATIVE = "relative names start at the directory of the dataflow file";
    private static final Pattern CLASS_NAME =
            Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*+(?:\\.[\\p{L}_$][\\p{L}\\p{N}_$]*+)*+");

    private final Reading reading;
    private final FileFinder files;
    private final ClasspathReader classpaths;

    ProgramReader(Reading reading) {
        this.reading = reading;
        this.files = new FileFinder(reading);
        this.classpaths = new ClasspathReader(reading, files);
    }

    /** Nothing when there was a problem. */
    Optional<Program> read(Fields node) {
        List<Path> classpath = classpaths.read(node);
        if (!node.has("path")) {
            reading.problems().add(node.at(), "this node has no `path`", "add the program that it runs");
        }
        SourcePosition at = node.at("path");
        return node.text("path").flatMap(path -> program(path, at, node.has("classpath"), classpath));
    }

    private Optional<Program> program(String path, SourcePosition at, boolean hasClasspath, List<Path> classpath) {
        if (path.equals(DYNAMIC)) {
            return Optional.of(new DynamicProgram());
        }
        if (path.endsWith(".jar")) {
            return files.file(path, at, "build it first").map(jar -> new JarProgram(jar, classpath));
        }
        if (path.endsWith(".java")) {
            return files.file(path, at, RELATIVE).map(source -> new JavaSourceProgram(source, classpath));
        }
        return hasClasspath ? mainClass(path, at, classpath) : executable(path, at);
    }

    private Optional<Program> mainClass(String path, SourcePosition at, List<Path> classpath) {
        if (CLASS_NAME.matcher(path).matches()) {
            return Optional.of(new MainClassProgram(path, classpath));
        }
        reading.problems()
                .add(
                        at,
                        quote(path) + " is no Java program",
                        "name a class, a `.jar` or a `.java` file, or remove `classpath`");
        return Optional.empty();
    }

    private Optional<Program> executable(String path, SourcePosition at) {
        Optional<Path> here = files.resolve(path, at);
        if (here.isEmpty()) {
            return Optional.empty();
        }
        boolean searched = !path.contains("/") && !Files.isRegularFile(here.get());
        Optional<Program> found = searched ? onSearchPath(path) : Optional.empty();
        return found.isPresent()
                ? found
                : files.file(path, at, cureOf(path))
                        .filter(file -> mayRun(path, file, at))
                        .map(ExecutableProgram::new);
    }

    private Optional<Program> onSearchPath(String name) {
        String[] folders = reading.environment().getOrDefault("PATH", "").split(File.pathSeparator);
        return Stream.of(folders)
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder).resolve(name))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst()
                .map(ExecutableProgram::new);
    }

    private static String cureOf(String path) {
        if (path.contains("/")) {
            return RELATIVE;
        }
        boolean likeClass = path.contains(".") && CLASS_NAME.matcher(path).matches();
        return likeClass ? "a class needs a `classpath`" : "nor is it on the PATH";
    }

    private boolean mayRun(String path, Path file, SourcePosition at) {
        if (!Files.isExecutable(file)) {
            reading.problems().add(at, quote(path) + " is not executable", "chmod +x " + path);
            return false;
        }
        Optional<Trouble> trouble = ScriptStart.of(file).flatMap(script -> script.trouble(reading.directory()));
        trouble.ifPresent(found -> reading.problems().add(at, quote(path) + " " + found.what(), found.cure()));
        return trouble.isEmpty();
    }
}
