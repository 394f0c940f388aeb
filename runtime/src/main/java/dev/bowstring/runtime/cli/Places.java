package dev.bowstring.runtime.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where things go when the command line does not say. */
final class Places {
    private static final String DEFAULT_SHM = "/dev/shm";

    private final Map<String, String> environment;

    Places(Map<String, String> environment) {
        this.environment = environment;
    }

    /** {@code --shm-dir}, {@code $BOWSTRING_SHM} or {@code /dev/shm}. */
    Path shmDir(@Nullable Path option) {
        return option != null ? option : Path.of(variable("BOWSTRING_SHM", DEFAULT_SHM));
    }

    /** {@code --data-dir}, {@code $BOWSTRING_DATA}, or {@code bowstring} in the user's directory for state. */
    Path dataDir(@Nullable Path option) {
        if (option != null) {
            return option.toAbsolutePath();
        }
        String home = System.getProperty("user.home");
        String state = variable("XDG_STATE_HOME", home + "/.local/state");
        return Path.of(variable("BOWSTRING_DATA", state + "/bowstring")).toAbsolutePath();
    }

    private String variable(String name, String otherwise) {
        String value = environment.getOrDefault(name, "");
        return value.isEmpty() ? otherwise : value;
    }
}
