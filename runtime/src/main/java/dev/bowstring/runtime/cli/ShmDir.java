package dev.bowstring.runtime.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --shm-dir} of a command. */
final class ShmDir {
    @Option(
            names = "--shm-dir",
            paramLabel = "DIR",
            description = "Where shared memory is; default: $BOWSTRING_SHM or /dev/shm.")
    private @Nullable Path given;

    /** What was given, or the default. */
    Path path() {
        return new Places(System.getenv()).shmDir(given);
    }
}
