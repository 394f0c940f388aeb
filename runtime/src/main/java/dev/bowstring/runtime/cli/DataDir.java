package dev.bowstring.runtime.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --data-dir} of a command. */
final class DataDir {
    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Where logs and caches are; default: $BOWSTRING_DATA or ~/.local/state/bowstring.")
    private @Nullable Path given;

    /** What was given, or the default; absolute. */
    Path path() {
        return new Places(System.getenv()).dataDir(given);
    }
}
