package dev.bowstring.runtime.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

/** The programs of util-linux that nodes are started through. */
final class UtilLinux {
    private UtilLinux() {}

    /**
     * Where a program is.
     *
     * @throws ProcessException if it is not on the PATH
     */
    static Path find(String tool) {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        for (String directory : path.split(File.pathSeparator, -1)) {
            Path candidate = Path.of(directory, tool);
            if (Files.isExecutable(candidate)) {
                return candidate.toAbsolutePath();
            }
        }
        throw new ProcessException("the program " + tool + " is missing; install the package util-linux");
    }
}
