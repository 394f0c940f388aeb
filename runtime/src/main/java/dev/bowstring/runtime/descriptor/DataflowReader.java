package dev.bowstring.runtime.descriptor;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Reads a dataflow file. Nothing is started and nothing is written; the only files touched are those it names. */
public final class DataflowReader {
    private DataflowReader() {}

    /** Reads with the environment of this process. */
    public static Dataflow read(Path file) throws InvalidDataflowException {
        return read(file, System.getenv());
    }

    /**
     * Reads and checks the whole file.
     *
     * @param environment what {@code ${NAME}} in {@code env} refers to; its {@code PATH} is searched for programs
     * @throws InvalidDataflowException with everything that is wrong
     */
    public static Dataflow read(Path file, Map<String, String> environment) throws InvalidDataflowException {
        return readAt(file, file.toAbsolutePath().normalize().resolveSibling(""), environment);
    }

    /**
     * The same for a copy of a file.
     *
     * @param directory where the file was: relative paths in it start there
     */
    public static Dataflow readCopy(Path copy, Path directory) throws InvalidDataflowException {
        return readAt(copy, directory, System.getenv());
    }

    private static Dataflow readAt(Path file, Path directory, Map<String, String> environment)
            throws InvalidDataflowException {
        Problems problems = new Problems(file);
        Optional<Dataflow> dataflow = SourceText.read(file, problems)
                .flatMap(text -> YamlParser.parse(text, problems))
                .flatMap(root -> new RootReader(new Reading(directory, environment, problems), file).read(root));
        dataflow.ifPresent(found -> new Wiring(found, problems).check());
        if (dataflow.isEmpty() || !problems.isEmpty()) {
            throw new InvalidDataflowException(problems.sorted());
        }
        return dataflow.get();
    }
}
