package dev.bowstring.runtime.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;

/**
 * What only processes that touch a journal have on their class path. The runtime's jar carries it as one jar in itself; it is
 * kept as {@code <cache>/<key>.jar}, where the key is made of the runtime's jar, and appears whole or not at all.
 */
public final class JournalLibraries {
    private static final String RESOURCE = "/META-INF/journal-libraries.jar";

    private final Cache cache;
    private final NodeJvm jvm;

    /**
     * @param cache a directory that may be deleted at any time
     * @param notes takes sentences for the user
     */
    public JournalLibraries(Path cache, NodeJvm jvm, Consumer<String> notes) {
        this.cache = new Cache(cache, notes);
        this.jvm = jvm;
    }

    /**
     * What comes behind the classes of the runtime; nothing when it runs from a build, which has it on its class path.
     *
     * @throws ProcessException if it cannot be kept on disk
     */
    public List<Path> classpath() {
        try (InputStream carried = JournalLibraries.class.getResourceAsStream(RESOURCE)) {
            if (carried == null) {
                return List.of();
            }
            Path jar =
                    cache.entry(new CacheKey().addFiles(jvm.runtimeClasspath()).hex() + ".jar");
            if (!Files.exists(jar)) {
                Path fresh = Files.createTempFile(cache.workshop(), "journal", ".jar");
                Files.copy(carried, fresh, StandardCopyOption.REPLACE_EXISTING);
                Files.move(fresh, jar, StandardCopyOption.ATOMIC_MOVE);
                Trees.delete(fresh.resolveSibling(""));
            }
            cache.touch(jar);
            return List.of(jar);
        } catch (IOException failure) {
            throw new ProcessException(
                    "cannot keep the libraries of journals on disk: " + failure
                            + "; choose another directory with --data-dir",
                    failure);
        }
    }
}
