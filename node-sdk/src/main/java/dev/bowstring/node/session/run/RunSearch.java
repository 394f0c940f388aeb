package dev.bowstring.node.session.run;

import dev.bowstring.node.NodeException;
import dev.bowstring.transport.segment.Ownership;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.TokenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds the directory of a run of this user, and in it what lets a process attach. */
final class RunSearch {
    private static final String SHM = "BOWSTRING_SHM";
    private static final String DEFAULT_SHM = "/dev/shm";
    private static final String ID = "[A-Za-z0-9_-]{1,64}";

    private final Path shm;

    RunSearch(Map<String, String> environment) {
        String chosen = environment.getOrDefault(SHM, "");
        shm = Path.of(chosen.isEmpty() ? DEFAULT_SHM : chosen).toAbsolutePath();
    }

    /**
     * The directory of a run.
     *
     * @param run its id, or a path with a slash in it
     * @throws NodeException if there is none, or it could be somebody else's; it names the runs there are
     */
    RunDirectory find(String run) {
        try {
            boolean byPath = run.contains("/");
            Path user = byPath ? Path.of(run).toAbsolutePath().normalize().resolveSibling("") : directoryOfUser();
            if (!byPath && !run.matches(ID)) {
                throw new NodeException("'" + run + "' is no id of a run", "copy it from what `bowstring run` says");
            }
            Path directory = byPath ? Path.of(run).toAbsolutePath().normalize() : user.resolve(run);
            if (!isOurs(user) || !isOurs(directory)) {
                throw new NodeException("there is no run '" + run + "'", cure(user));
            }
            return new RunDirectory(directory);
        } catch (IOException unreadable) {
            throw new NodeException(
                    "cannot look for run '" + run + "': " + unreadable, "check the directory it is in", unreadable);
        }
    }

    private Path directoryOfUser() throws IOException {
        return shm.resolve("bowstring-" + Ownership.uid());
    }

    /** False when it is not there; one that others could have planted is never used. */
    private static boolean isOurs(Path directory) throws IOException {
        try {
            if (Ownership.isPrivateDirectory(directory)) {
                return true;
            }
            throw new NodeException(
                    directory + " is not a directory of this user alone",
                    "somebody else may have planted it: remove it");
        } catch (NoSuchFileException none) {
            return false;
        }
    }

    private static String cure(Path user) throws IOException {
        List<String> runs = List.of();
        if (Files.isDirectory(user, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> all = Files.list(user)) {
                runs = all.map(path -> path.getFileName().toString()).sorted().toList();
            }
        }
        return runs.isEmpty()
                ? "there is none at all in " + user + ": start one, or set " + SHM + " as it is set for the runtime"
                : "there are, in " + user + ": " + String.join(", ", runs);
    }

    /**
     * What to show to the supervisor.
     *
     * @throws NodeException if the run has no such node, or it is not dynamic
     */
    static String tokenOf(RunDirectory run, String node) {
        if (!node.matches(ID)) {
            throw new NodeException("'" + node + "' is no id of a node", "copy it from the dataflow's YAML");
        }
        return TokenFile.read(run.token(node)).orElseThrow(() -> noToken(run, node));
    }

    private static NodeException noToken(RunDirectory run, String node) {
        String what = Files.isDirectory(run.node(node), LinkOption.NOFOLLOW_LINKS)
                ? "node '" + node + "' is not dynamic: the runtime has started it"
                : "run " + run.runId() + " has no node '" + node + "'";
        return new NodeException(what, "dynamic nodes of the run: " + dynamicNodes(run));
    }

    private static String dynamicNodes(RunDirectory run) {
        try (Stream<Path> nodes = Files.list(run.nodes())) {
            List<String> dynamic = nodes.map(path -> path.getFileName().toString())
                    .filter(node -> node.matches(ID)) // not the seats of tools
                    .filter(node -> Files.exists(run.token(node), LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
            return dynamic.isEmpty() ? "none; declare one with `path: dynamic`" : String.join(", ", dynamic);
        } catch (IOException gone) {
            return "unknown, the run has just ended";
        }
    }
}
