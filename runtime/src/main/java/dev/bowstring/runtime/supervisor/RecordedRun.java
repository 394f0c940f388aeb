package dev.bowstring.runtime.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is on disk of a run, while it goes on and afterwards.
 *
 * @param directory {@code <data dir>/runs/<run id>}
 */
public record RecordedRun(Path directory) {
    static final String LOGS = "logs";
    static final String SUMMARY = "summary.json";
    /** The dataflow as it was when the run began. */
    static final String DATAFLOW = "dataflow.yml";
    /** Held by the supervisor for as long as it writes there. */
    static final String LOCK = "lock";

    private static final int MOST_LISTED = 10;

    /** The dataflow as it was when the run began. */
    public Path dataflow() {
        return directory.resolve(DATAFLOW);
    }

    /**
     * The run whose id begins like this; the newest one of all if nothing is given.
     *
     * @throws RunException if there is none, or more than one
     */
    public static RecordedRun find(Path dataDir, String prefix) {
        Path runs = dataDir.resolve("runs");
        List<Path> newestFirst = list(runs);
        List<Path> found = newestFirst.stream()
                .filter(run -> String.valueOf(run.getFileName()).startsWith(prefix))
                .toList();
        if (found.isEmpty()) {
            throw new RunException(
                    prefix.isEmpty()
                            ? "no run has been recorded in " + runs + "; name another directory with --data-dir"
                            : "no run in " + runs + " begins with " + prefix + "; there are " + names(newestFirst));
        }
        if (!prefix.isEmpty() && found.size() > 1) {
            throw new RunException(
                    "several runs begin with " + prefix + ": " + names(found) + "; write more of the id");
        }
        return new RecordedRun(found.get(0));
    }

    private static List<Path> list(Path runs) {
        if (!Files.isDirectory(runs)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(runs)) {
            return all.filter(run -> RunId.names(String.valueOf(run.getFileName())))
                    .filter(run -> Files.isDirectory(run.resolve(LOGS), LinkOption.NOFOLLOW_LINKS))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (IOException failure) {
            throw new RunException("cannot read " + runs + ": " + failure, failure);
        }
    }

    private static String names(List<Path> runs) {
        String listed = String.join(
                ", ",
                runs.stream()
                        .limit(MOST_LISTED)
                        .map(run -> String.valueOf(run.getFileName()))
                        .toList());
        return runs.size() > MOST_LISTED ? listed + ", ..." : listed.isEmpty() ? "none" : listed;
    }

    /** The directory of the nodes' logs. */
    public Path logs() {
        return directory.resolve(LOGS);
    }

    /** Whether its supervisor lives, so that more may be written. */
    public boolean goesOn() {
        try {
            Optional<RunLock> free = RunLock.seize(directory.resolve(LOCK));
            free.ifPresent(RunLock::close);
            return free.isEmpty() && Files.exists(directory.resolve(LOCK));
        } catch (IOException gone) {
            return false; // Somebody has deleted it.
        }
    }
}
