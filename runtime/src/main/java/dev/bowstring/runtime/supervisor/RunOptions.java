package dev.bowstring.runtime.supervisor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a dataflow is run.
 *
 * @param shmDir where shared files go; nothing there outlives the run
 * @param dataDir where logs, reports and caches go
 * @param runId the name of the run, that of its directories
 * @param stopAfter when the run is stopped by itself
 */
public record RunOptions(Path shmDir, Path dataDir, String runId, Optional<Duration> stopAfter) {
    /** With a name made now. */
    public RunOptions(Path shmDir, Path dataDir, Optional<Duration> stopAfter) {
        this(shmDir, dataDir, RunId.next(), stopAfter);
    }
}
