package dev.bowstring.node.testing;

import dev.bowstring.transport.layout.NodeControlLayout;
import dev.bowstring.transport.segment.RunDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The directories of one run, which are its own: its shared memory, and what stays of it on disk. */
final class RunFolder {
    private static final String PREFIX = "bowstring-test-";

    private final Path shm;
    private final Path kept;

    private RunFolder(Path shm, Path kept) {
        this.shm = shm;
        this.kept = kept;
    }

    static RunFolder create(RunCaches caches) throws IOException {
        Path memory = Path.of(System.getenv().getOrDefault("BOWSTRING_SHM", "/dev/shm"));
        RunFolder folder = new RunFolder(Files.createTempDirectory(memory, PREFIX), Files.createTempDirectory(PREFIX));
        caches.linkInto(folder.data());
        return folder;
    }

    Path shm() {
        return shm;
    }

    /** What is to be looked at when a test has failed. */
    Path kept() {
        return kept;
    }

    Path data() {
        return kept.resolve("data");
    }

    Path out() {
        return kept.resolve("out.txt");
    }

    Path err() {
        return kept.resolve("err.txt");
    }

    Path summary() {
        return kept.resolve("summary.json");
    }

    Path write(String yaml) throws IOException {
        return Files.writeString(kept.resolve("dataflow.yml"), yaml);
    }

    /** The directory of the run in shared memory: {@code <shm>/bowstring-<uid>/<run id>}; empty until it is there. */
    Optional<RunDirectory> run() {
        return list(shm).stream()
                .flatMap(user -> list(user).stream())
                .filter(Files::isDirectory)
                .map(RunDirectory::new)
                .findFirst();
    }

    /** Whether all nodes were told to go. They are told all at once, when all their files are there. */
    boolean isGoing() {
        return run().map(run -> {
                    List<Path> nodes = list(run.nodes());
                    return !nodes.isEmpty()
                            && nodes.stream()
                                    .allMatch(node -> isGoing(run.nodeControl(String.valueOf(node.getFileName()))));
                })
                .orElse(false);
    }

    private static boolean isGoing(Path control) {
        ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (SeekableByteChannel channel = Files.newByteChannel(control)) {
            channel.position(NodeControlLayout.GO);
            return channel.read(word) == Long.BYTES && word.getLong(0) != 0;
        } catch (IOException notYet) {
            return false; // or not any more: then the process has ended, which is looked at as well
        }
    }

    /** The log of each node, a line of JSON for each line it has printed. */
    Optional<Path> log(String node) {
        return list(data().resolve("runs")).stream()
                .map(run -> run.resolve("logs").resolve(node + ".jsonl"))
                .filter(Files::exists)
                .findFirst();
    }

    private static List<Path> list(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        } catch (IOException notThere) {
            return List.of();
        }
    }

    /** Deletes the shared memory of the run. */
    void deleteShm() {
        delete(shm);
    }

    void deleteKept() {
        delete(kept);
    }

    static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot delete what a run has left in " + directory, failure);
        }
    }
}
