package dev.bowstring.benchmarks.contender;

import dev.bowstring.benchmarks.cell.Cell;
import java.util.Map;
import java.util.Optional;

/** Something that carries messages between processes. */
public interface Contender {
    /** As tables show it. */
    String name();

    /** What it lacks on this machine, and the command that installs it; empty if it can run. */
    Optional<String> missing();

    /** Whether a cell is something that it does. */
    boolean fits(Cell cell);

    /**
     * Runs a cell once, in processes started for it alone, and waits for all of them.
     *
     * @return figures beside the times and counts that the processes leave, by name
     * @throws FailedRunException if a process fails or does not end
     */
    Map<String, Double> run(Cell cell, Scratch scratch);
}
