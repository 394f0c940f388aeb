package dev.bowstring.runtime.descriptor;

import java.nio.file.Path;
import java.util.List;

/** A single Java source file, compiled by the runtime. */
public record JavaSourceProgram(Path source, List<Path> classpath) implements Program {
    public JavaSourceProgram {
        classpath = List.copyOf(classpath);
    }
}
