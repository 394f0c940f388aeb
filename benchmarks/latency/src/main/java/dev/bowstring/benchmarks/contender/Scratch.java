package dev.bowstring.benchmarks.contender;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A directory in shared memory for one run, the processes that use it, and an eye on what peers leave behind there: iceoryx2 and dora's Zenoh each
 * leave a file after a clean end.
 */
public final class Scratch implements AutoCloseable {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final int PATIENCE_S = 10;

    private final Path directory;
    private final Set<Path> before;
    private final List<Process> processes = new CopyOnWriteArrayList<>();
    private final Thread onInterruption = new Thread(this::clear);

    /** Creates it. */
    public Scratch() {
        try {
            before = inSharedMemory();
            Runtime.getRuntime().addShutdownHook(onInterruption); // first: it fails while this JVM ends
            directory = Files.createTempDirectory(SHARED_MEMORY, "bench");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Set<Path> inSharedMemory() throws IOException {
        try (Stream<Path> files = Files.list(SHARED_MEMORY)) {
            return files.collect(Collectors.toSet());
        }
    }

    /** Where the processes of the run put everything. */
    public Path directory() {
        return directory;
    }

    /** A file there. */
    public Path file(String name) {
        return directory.resolve(name);
    }

    Path write(String name, String text) {
        try {
            return Files.writeString(file(name), text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Ends with this directory, whatever happens. */
    void owns(Process process) {
        processes.add(process);
    }

    @Override
    public void close() {
        clear();
        Runtime.getRuntime().removeShutdownHook(onInterruption);
    }

    private void clear() {
        List<ProcessHandle> children =
                processes.stream().flatMap(Process::descendants).toList();
        processes.forEach(Process::destroy); // a runtime stops its nodes then, and leaves nothing
        processes.forEach(Scratch::awaitEnd);
        processes.forEach(Process::destroyForcibly);
        children.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(Scratch::awaitEnd);
        try {
            delete(directory);
            for (Path left : inSharedMemory()) {
                String name = left.getFileName().toString();
                if (!before.contains(left) && (name.startsWith("iox2_") || name.endsWith(".zenoh"))) {
                    delete(left);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void awaitEnd(Process process) {
        try {
            process.waitFor(PATIENCE_S, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path root) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(root)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        } catch (NoSuchFileException gone) {
            return; // by its owner, meanwhile
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
