package dev.bowstring.runtime.inspect;

import dev.bowstring.runtime.supervisor.RunDirectories;
import dev.bowstring.transport.segment.RunDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The runs of this user in one directory for shared memory. */
public final class Runs {
    private final RunDirectories directories;

    /** @param shm the directory for shared memory */
    public Runs(Path shm) {
        this.directories = new RunDirectories(shm);
    }

    /** All of them, oldest first; those whose supervisor was killed too. */
    public List<RunView> all() {
        return directories.all().stream()
                .flatMap(run -> RunReader.read(run, directories.lives(run)).stream())
                .toList();
    }

    /**
     * The one run that lives and whose id begins so.
     *
     * @throws InspectException if there is none, or more than one
     */
    public RunDirectory find(String prefix) {
        List<RunDirectory> found = directories.all().stream()
                .filter(run -> !prefix.isEmpty() && run.runId().startsWith(prefix)) // an unset variable means no run
                .toList();
        List<RunDirectory> exact =
                found.stream().filter(run -> run.runId().equals(prefix)).toList();
        List<RunDirectory> living = found.stream().filter(directories::lives).toList();
        List<RunDirectory> chosen = !exact.isEmpty() ? exact : living.isEmpty() ? found : living;
        if (chosen.size() != 1) {
            throw new InspectException((found.isEmpty() ? "no run '" : "more than one run '") + prefix + "' in "
                    + directories.user() + "; there " + (names().isEmpty() ? "are none" : "are " + names()));
        }
        if (!directories.lives(chosen.get(0))) {
            throw new InspectException("run " + chosen.get(0).runId()
                    + " was left over by a supervisor that was killed;" + " `bowstring doctor --clean` removes it");
        }
        return chosen.get(0);
    }

    private String names() {
        return directories.all().stream().map(RunDirectory::runId).collect(Collectors.joining(", "));
    }

    /** Whether the supervisor of a run lives. */
    public boolean lives(RunDirectory run) {
        return directories.lives(run);
    }
}
