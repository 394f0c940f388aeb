package dev.bowstring.node.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * What runs of the same tests need not make anew, which costs seconds: compiled nodes, and the class-data archive. Made by
 * the first test that runs a dataflow, gone after the last.
 */
final class RunCaches implements AutoCloseable {
    private static final String PREFIX = "bowstring-test-caches-";
    private static final List<String> NAMES = List.of("cds", "classes", "libraries");

    private final Path directory;

    private RunCaches() {
        try {
            directory = Files.createTempDirectory(PREFIX);
            for (String name : NAMES) {
                Files.createDirectory(directory.resolve(name));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("no directory for what the tests share", failure);
        }
    }

    /** Those of all tests that are run together. */
    static RunCaches of(ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(RunCaches.class))
                .getOrComputeIfAbsent(RunCaches.class, type -> new RunCaches(), RunCaches.class);
    }

    /** Makes a run that keeps its data there use them. */
    void linkInto(Path data) throws IOException {
        Files.createDirectories(data);
        for (String name : NAMES) {
            Files.createSymbolicLink(data.resolve(name), directory.resolve(name));
        }
    }

    @Override
    public void close() {
        RunFolder.delete(directory);
    }
}
