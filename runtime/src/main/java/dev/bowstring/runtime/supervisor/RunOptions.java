package dev.bowstring.runtime.supervisor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a dataflow is run.
 *
 * @param shmDir where shared files go; nothing there outlives the run
 * @param dataDir where logs, reports and caches go
 * @param stopAfter when the run is stopped by itself
 */
public record RunOptions(Path shmDir, Path dataDir, Optional<Duration> stopAfter) {}
