package dev.bowstring.runtime.record;

import java.nio.file.Path;
import java.util.List;

/** Chooses among the programs of this package. */
public final class JournalPrograms {
    private static final int USAGE = 2;

    private JournalPrograms() {}

    /** Runs one to its end, in the calling thread; returns the exit code. */
    public static int run(String... args) {
        List<String> arguments = List.of(args);
        String program = arguments.isEmpty() ? "" : arguments.get(0);
        List<String> rest = arguments.subList(Math.min(1, arguments.size()), arguments.size());
        return switch (program) {
            case "recorder" -> Recorder.run(Path.of(rest.get(0)), System.getenv());
            case "replayer" -> Replayer.run(rest, System.getenv());
            default -> {
                System.err.println("no such program: " + program);
                yield USAGE;
            }
        };
    }
}
