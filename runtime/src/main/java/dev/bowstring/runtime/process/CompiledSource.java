package dev.bowstring.runtime.process;

import java.nio.file.Path;

/**
 * A compiled single-file node.
 *
 * @param directory where its classes are
 * @param mainClass the first class of the file
 */
record CompiledSource(Path directory, String mainClass) {}
