package dev.bowstring.runtime.descriptor;

import java.nio.file.Path;
import java.util.List;

/** The main class that a jar names in its manifest; the class path is searched after the jar. */
public record JarProgram(Path jar, List<Path> classpath) implements Program {
    public JarProgram {
        classpath = List.copyOf(classpath);
    }
}
