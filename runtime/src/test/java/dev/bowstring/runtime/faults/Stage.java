package dev.bowstring.runtime.faults;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a cell is played.
 *
 * @param agent the jar of the {@link FaultAgent}
 * @param directory of this cell alone
 * @param data shared by many, so that they start quickly
 * @param defects what the code of a process lacks, by node; {@code supervisor} for the supervisor
 */
record Stage(Path agent, Path directory, Path data, Map<String, Defect> defects) {
    /** The options of a process's JVM. */
    List<String> options(String process, Optional<Cell> gatedBy) {
        List<String> options = new ArrayList<>();
        gatedBy.ifPresent(cell -> options.add(FaultAgent.option(agent, cell.gate(), cell.passage(), directory)));
        if (defects.containsKey(process)) {
            options.add(FaultAgent.option(agent, defects.get(process)));
        }
        return options;
    }
}
