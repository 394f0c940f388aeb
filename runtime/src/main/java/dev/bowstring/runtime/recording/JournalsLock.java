package dev.bowstring.runtime.recording;

import dev.bowstring.runtime.descriptor.Dataflow;
import dev.bowstring.transport.segment.LifeLock;
import dev.bowstring.transport.segment.SegmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** Held while a dataflow with durable outputs runs: its journals, and the positions in them, are one run's at a time. */
public final class JournalsLock implements AutoCloseable {
    private final Optional<LifeLock> lock;

    private JournalsLock(Optional<LifeLock> lock) {
        this.lock = lock;
    }

    /**
     * Takes the lock; a dataflow without durable outputs needs none.
     *
     * @throws RecordingException if another run has it
     */
    public static JournalsLock take(Dataflow dataflow, Path dataDir) {
        boolean needed = dataflow.nodes().stream()
                .flatMap(node -> node.outputs().stream())
                .anyMatch(output -> output.durable().kept());
        if (!needed) {
            return new JournalsLock(Optional.empty());
        }
        Path journals = RecordedDataflow.journals(dataflow, dataDir).path();
        LifeLock lock = file(journals);
        if (lock.tryTake()) {
            return new JournalsLock(Optional.of(lock));
        }
        String holder =
                lock.lastHolder().isPresent() ? " (process " + lock.lastHolder().getAsLong() + ")" : "";
        lock.close();
        throw new RecordingException("the durable outputs of dataflow `" + dataflow.name()
                + "` are being kept by another run" + holder + ", in " + journals
                + "; stop that one, or give this dataflow another `name`, or another --data-dir");
    }

    private static LifeLock file(Path journals) {
        Path file = journals.resolve("lock");
        try {
            Files.createDirectories(
                    journals, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return Files.exists(file) ? LifeLock.open(file) : create(file);
        } catch (IOException | SegmentException failure) {
            throw new RecordingException(
                    "cannot keep durable outputs in " + journals + ": " + failure.getMessage()
                            + "; choose another directory with --data-dir",
                    failure);
        }
    }

    private static LifeLock create(Path file) {
        try {
            return LifeLock.create(file);
        } catch (SegmentException somebodyWasQuicker) {
            return LifeLock.open(file);
        }
    }

    @Override
    public void close() {
        lock.ifPresent(LifeLock::giveBack);
        lock.ifPresent(LifeLock::close);
    }
}
