package dev.bowstring.runtime.descriptor;

import java.nio.file.Path;

/** Anything that the operating system can run. */
public record ExecutableProgram(Path executable) implements Program {}
