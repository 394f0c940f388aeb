package dev.bowstring.benchmarks.contender;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A main class of ours in a JVM of its own. */
public final class JavaProgram {
    private JavaProgram() {}

    /**
     * Runs it and waits for its end.
     *
     * @throws FailedRunException if it fails or does not end
     */
    public static void run(String main, List<String> arguments, Scratch scratch) {
        List<String> command = new ArrayList<>(JavaCommand.of(main, List.of()));
        command.addAll(arguments);
        Running running = new Running(scratch);
        running.start(command, Map.of());
        running.await();
    }
}
