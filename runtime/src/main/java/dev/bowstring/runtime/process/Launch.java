package dev.bowstring.runtime.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One process to start.
 *
 * @param node the node it is
 * @param command the program and its arguments; no shell looks at them
 * @param environment what is added to the environment of the supervisor
 * @param directory where it runs
 */
public record Launch(String node, List<String> command, Map<String, String> environment, Path directory) {
    private static final String INCARNATION = "BOWSTRING_INCARNATION";

    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** Which life of the node the process is; 1 when its environment does not say. */
    public long incarnation() {
        return Long.parseLong(environment.getOrDefault(INCARNATION, "1"));
    }
}
