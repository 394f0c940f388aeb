package dev.bowstring.runtime.descriptor;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A dataflow file in a directory of its own, beside the programs that it names. */
final class FlowFile {
    static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/bin", "HOME", "/home/user", "EMPTY", "");

    private final Path file;

    FlowFile(Path directory) {
        this.file = directory.resolve("flow.yml");
        program("Node.java");
    }

    Path path() {
        return file;
    }

    Path directory() {
        return file.resolveSibling("");
    }

    /** An empty file, with its directories. */
    Path program(String name) {
        try {
            Path program = directory().resolve(name);
            Files.createDirectories(program.resolveSibling(""));
            return Files.writeString(program, "");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Dataflow read(String yaml) throws InvalidDataflowException {
        return readBytes(yaml.getBytes(StandardCharsets.UTF_8));
    }

    Dataflow readBytes(byte[] bytes) throws InvalidDataflowException {
        try {
            Files.write(file, bytes);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return DataflowReader.read(file, ENVIRONMENT);
    }

    /** The only node of a dataflow, with these lines added to it. */
    NodeSpec node(String... lines) throws InvalidDataflowException {
        return read(nodeYaml(lines)).nodes().get(0);
    }

    /** What is wrong with the only node; its first added line is line 4. */
    List<String> nodeProblems(String... lines) {
        return problems(nodeYaml(lines));
    }

    /** Each as {@code line:column: message; suggestion}. */
    List<String> problems(String yaml) {
        return problems(yaml.getBytes(StandardCharsets.UTF_8));
    }

    List<String> problems(byte[] bytes) {
        InvalidDataflowException invalid = catchThrowableOfType(InvalidDataflowException.class, () -> readBytes(bytes));
        String prefix = file + ":";
        return invalid == null
                ? List.of()
                : invalid.problems().stream()
                        .map(problem -> problem.toString().replace(prefix, ""))
                        .toList();
    }

    private static String nodeYaml(String... lines) {
        String path = lines[0].startsWith("path:") ? "" : "\n    path: Node.java";
        return "nodes:\n  - id: a" + path + "\n    " + String.join("\n    ", lines) + "\n";
    }
}
