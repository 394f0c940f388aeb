package dev.bowstring.runtime.doctor;

import dev.bowstring.runtime.supervisor.RunDirectories;
import dev.bowstring.runtime.supervisor.RunException;
import dev.bowstring.transport.segment.RunDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What runs have left whose supervisors were killed.
 *
 * @param clean whether it is removed; nothing is changed otherwise
 */
record LeftOverCheck(RunDirectories runs, boolean clean) implements Check {
    private static final String ABOUT = "left over";

    @Override
    public List<Finding> look() {
        try {
            List<Finding> findings = new ArrayList<>();
            if (clean) {
                runs.clean(note -> findings.add(Finding.ok(ABOUT, note)));
            }
            String dead = runs.all().stream()
                    .filter(run -> !runs.lives(run))
                    .map(RunDirectory::runId)
                    .collect(Collectors.joining(", "));
            if (dead.isEmpty()) {
                findings.add(Finding.ok(ABOUT, "nothing of dead runs in " + runs.user()));
            } else if (clean) {
                findings.add(Finding.problem(ABOUT, "still there: " + dead, "delete them by hand in " + runs.user()));
            } else {
                findings.add(
                        Finding.warning(
                                ABOUT,
                                "runs whose supervisor was killed: " + dead,
                                "`bowstring doctor --clean` kills their processes and deletes their files; so does the next run"));
            }
            return findings;
        } catch (RunException planted) {
            return List.of(); // It is the check of shared memory that tells.
        }
    }
}
