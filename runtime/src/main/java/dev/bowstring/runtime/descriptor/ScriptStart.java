package dev.bowstring.runtime.descriptor;

import static dev.bowstring.runtime.descriptor.Printable.quote;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The first line of a script, which names the program that reads it. The kernel says of a script whose interpreter is
 * missing that <em>the script</em> does not exist, which helps nobody.
 */
final class ScriptStart {
    /** What the kernel looks at. */
    private static final int LONGEST = 256;

    private final String line;

    private ScriptStart(String line) {
        this.line = line;
    }

    /** The first line of a script; empty when the file is none, or cannot be read. */
    static Optional<ScriptStart> of(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            String start = new String(in.readNBytes(LONGEST), ISO_8859_1);
            return start.startsWith("#!")
                    ? Optional.of(new ScriptStart(start.substring(2).split("\n", -1)[0]))
                    : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty(); // A binary may be executable and closed to readers.
        }
    }

    /** What is wrong, and what helps. */
    record Trouble(String what, String cure) {}

    /**
     * What is wrong with its interpreter; empty when it can be started.
     *
     * @param directory where the script will run
     */
    Optional<Trouble> trouble(Path directory) {
        if (line.endsWith("\r")) {
            return Optional.of(new Trouble("ends its first line as Windows does", "save it with Unix line ends"));
        }
        String word = line.strip().split("[ \t]+", 2)[0];
        String interpreter = new String(word.getBytes(ISO_8859_1), UTF_8);
        if (interpreter.isEmpty()) {
            return Optional.of(new Trouble("names no interpreter in its first line", "write one, as `#!/bin/sh`"));
        }
        return missing(directory, interpreter)
                .map(how -> new Trouble(
                        "wants the interpreter " + quote(interpreter) + ", which " + how,
                        "install it, or mend the first line"));
    }

    private static Optional<String> missing(Path directory, String interpreter) {
        try {
            Path program = directory.resolve(interpreter);
            if (!Files.isRegularFile(program)) {
                return Optional.of("does not exist");
            }
            return Files.isExecutable(program) ? Optional.empty() : Optional.of("is not executable");
        } catch (InvalidPathException noName) {
            return Optional.of("cannot be the name of a file");
        }
    }
}
