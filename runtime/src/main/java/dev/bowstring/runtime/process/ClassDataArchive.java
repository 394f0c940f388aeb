package dev.bowstring.runtime.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The class-data archive of the runtime jar: with it a node that uses Arrow starts in less than half the time.
 *
 * <p>It is kept as {@code <cache>/<key>.jsa}, where the key is made of the jar and the JDK, and appears whole or not at
 * all. Beside it, {@code <key>.failed} says that it cannot be made here and need not be tried again.
 */
public final class ClassDataArchive {
    private static final String TRAINING_CLASS = "dev.bowstring.node.ClassDataTraining";
    private static final List<String> LOW_PRIORITY = List.of("nice", "-n", "10");

    private final NodeJvm jvm;
    private final Cache cache;
    private final Path archive;
    private final Path failed;
    private final boolean possible;

    /**
     * @param cache a directory that may be deleted at any time
     * @param notes takes sentences for the user
     */
    public ClassDataArchive(Path cache, NodeJvm jvm, Consumer<String> notes) {
        this.jvm = jvm;
        this.cache = new Cache(cache, notes);
        String key = key(jvm);
        this.archive = this.cache.entry(key + ".jsa");
        this.failed = this.cache.entry(key + ".failed");
        // The JVM archives classes of jars only; a build that runs from directories does without.
        this.possible = !key.isEmpty() && jvm.runtimeClasspath().stream().allMatch(Files::isRegularFile);
    }

    private static String key(NodeJvm jvm) {
        try {
            return new CacheKey()
                    .add(System.getProperty("java.home") + System.getProperty("java.vm.version"))
                    .addFiles(jvm.runtimeClasspath())
                    .hex();
        } catch (IOException unreadable) {
            return ""; // Then nodes start without an archive.
        }
    }

    /** The archive, if it has been made. */
    public Optional<Path> file() {
        if (!possible || !Files.isReadable(archive)) {
            return Optional.empty();
        }
        cache.touch(archive);
        return Optional.of(archive);
    }

    /** Whether it is worth making. */
    public boolean missing() {
        return possible && !Files.exists(archive) && !Files.exists(failed);
    }

    /** A name for a new archive, in a directory of its own. */
    public Path fresh() throws IOException {
        return cache.workshop().resolve("archive.jsa");
    }

    /** The command of a node that behaves as nodes do, and archives at its exit what classes it took. */
    public List<String> trainingCommand(Path fresh) {
        List<String> command = new ArrayList<>(LOW_PRIORITY);
        command.addAll(jvm.command(
                NodeJvm.NodeJvmSettings.PLAIN,
                jvm.runtimeClasspath(),
                List.of("-XX:ArchiveClassesAtExit=" + fresh, "-Xlog:disable", "-Xlog:all=error:stderr")));
        command.add(TRAINING_CLASS);
        return command;
    }

    /** Puts a new archive in place; of two made at once either will do. */
    public void keep(Path fresh) throws IOException {
        Files.move(fresh, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Remembers that it cannot be made. */
    public void giveUp() throws IOException {
        Files.writeString(failed, "An attempt to make this archive failed; delete this file to try again.\n");
    }
}
