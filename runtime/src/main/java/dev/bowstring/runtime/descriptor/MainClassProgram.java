package dev.bowstring.runtime.descriptor;

import java.nio.file.Path;
import java.util.List;

/** A class with a main method, found on a class path that has at least one entry. */
public record MainClassProgram(String className, List<Path> classpath) implements Program {
    public MainClassProgram {
        classpath = List.copyOf(classpath);
    }
}
