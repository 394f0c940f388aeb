package dev.bowstring.runtime.recording;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a recording is: {@code recording.json}, {@code dataflow.yml} and, for each output, the journal {@code
 * outputs/<node>.<output>}.
 *
 * @param path its directory
 */
public record RecordingDirectory(Path path) {
    private static final int VERSION = 1;
    private static final String FILE = "recording.json";

    /**
     * What is written down about a recording when it begins.
     *
     * @param version of this file
     * @param run the run in which it began
     * @param dataflow its name
     * @param file where the dataflow was
     * @param policy {@code lossless} or {@code lossy}
     * @param begun the time of day, ISO 8601
     * @param bowstring the version of the runtime
     * @param java the version of the JVM
     * @param outputs what is recorded, as {@code node/output}
     */
    public record Facts(
            int version,
            String run,
            String dataflow,
            String file,
            String policy,
            String begun,
            String bowstring,
            String java,
            List<String> outputs) {
        public Facts {
            outputs = List.copyOf(outputs);
        }

        /** Of a recording that begins now, in this process. */
        public static Facts now(
                String run, String dataflow, String file, String policy, String bowstring, List<String> outputs) {
            return new Facts(
                    RecordingDirectory.version(),
                    run,
                    dataflow,
                    file,
                    policy,
                    Instant.now().toString(),
                    bowstring,
                    System.getProperty("java.vm.version", ""),
                    outputs);
        }

        private Facts with(List<String> others) {
            return new Facts(version, run, dataflow, file, policy, begun, bowstring, java, others);
        }
    }

    /** The name of the version this program writes. */
    public static int version() {
        return VERSION;
    }

    /** Where the recordings of a data directory are. */
    public static Path home(Path dataDir) {
        return dataDir.resolve("recordings");
    }

    /**
     * Finds a recording by its directory, by the id of its run, or, of durable outputs, by the name of the dataflow.
     *
     * @throws RecordingException if there is none
     */
    public static RecordingDirectory find(String name, Path dataDir) {
        Path asPath = Path.of(name);
        Path journals = dataDir.resolve("journals").resolve(name);
        for (Path candidate : List.of(asPath, home(dataDir).resolve(name), journals)) {
            if (Files.isRegularFile(candidate.resolve(FILE))) {
                return new RecordingDirectory(candidate.toAbsolutePath().normalize());
            }
        }
        throw new RecordingException("there is no recording " + name + ", and none of that name in " + home(dataDir)
                + "; name the directory that has its " + FILE);
    }

    /** The dataflow as it was when the recording began. */
    public Path dataflow() {
        return path.resolve("dataflow.yml");
    }

    /** The journal of an output. */
    public Path journal(String node, String output) {
        return path.resolve("outputs").resolve(node + "." + output);
    }

    /** The journal of an output written as {@code node/output}. */
    public Path journal(String output) {
        int slash = output.indexOf('/');
        return journal(output.substring(0, slash), output.substring(slash + 1));
    }

    /**
     * Makes the directory and writes everything down; or goes on with what is there of the same run.
     *
     * @param dataflow the file of the dataflow
     * @return what was written down before, for {@link #takeBack}; empty if the recording is new
     * @throws RecordingException if the recording that is there is of another run, or another policy
     */
    public Optional<Facts> createOrContinue(Facts facts, Path dataflow) {
        if (!Files.exists(path.resolve(FILE))) {
            create(facts, dataflow);
            return Optional.empty();
        }
        Facts before = facts();
        if (!before.run().equals(facts.run())) {
            throw new RecordingException(
                    path + " is a recording of run " + before.run() + "; choose another name with --as");
        }
        if (!before.policy().equals(facts.policy())) {
            throw new RecordingException(path + " was begun with the policy " + before.policy()
                    + "; go on with that one, or choose another name with --as");
        }
        Set<String> outputs = new LinkedHashSet<>(before.outputs());
        outputs.addAll(facts.outputs());
        try {
            write(before.with(List.copyOf(outputs)));
        } catch (IOException failure) {
            throw cannot(failure);
        }
        return Optional.of(before);
    }

    /**
     * Recording could not begin: what is written down is again what was before. A new recording is none any more.
     *
     * @param before what {@link #createOrContinue} has returned
     */
    public void takeBack(Optional<Facts> before) {
        try {
            if (before.isPresent()) {
                write(before.get());
                return;
            }
            Files.deleteIfExists(path.resolve(FILE));
            Files.deleteIfExists(dataflow());
            Files.deleteIfExists(path);
        } catch (DirectoryNotEmptyException ignored) {
            // Journals that were opened before it was known: without messages, and gone on with the next time.
        } catch (IOException failure) {
            throw cannot(failure);
        }
    }

    /** Makes the directory, closed to others, and writes everything down. */
    void create(Facts facts, Path dataflow) {
        try {
            Files.createDirectories(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.copy(dataflow, dataflow(), StandardCopyOption.REPLACE_EXISTING);
            write(facts);
        } catch (IOException failure) {
            throw cannot(failure);
        }
    }

    private RecordingException cannot(IOException failure) {
        return new RecordingException(
                "cannot record into " + path + ": " + failure + "; choose another directory with --data-dir", failure);
    }

    /** Whole or not at all. */
    private void write(Facts facts) throws IOException {
        Path fresh = path.resolve(FILE + ".new");
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(fresh.toFile(), facts);
        Files.move(fresh, path.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    /** What was written down. */
    public Facts facts() {
        try {
            Facts facts = new ObjectMapper().readValue(path.resolve(FILE).toFile(), Facts.class);
            if (facts.version() != VERSION) {
                throw new RecordingException(path + " has version " + facts.version() + ", this is " + VERSION
                        + "; read it with the release that wrote it");
            }
            return facts;
        } catch (IOException failure) {
            throw new RecordingException(
                    path.resolve(FILE) + " cannot be read: " + failure + "; restore it from a copy", failure);
        }
    }
}
