package dev.bowstring.transport.log;

import dev.bowstring.transport.layout.ReaderLayout;
import dev.bowstring.transport.layout.SchemasLayout;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentException;
import dev.bowstring.transport.segment.SegmentHeader;
import dev.bowstring.transport.segment.SegmentKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.AtomicBuffer;

/**
 * All files of one output, as the supervisor creates and owns them. One thread, the supervisor's.
 *
 * <p>Closing unmaps them; deleting is the run directory's matter.
 */
public final class OutputStore implements AutoCloseable {
    private final RunDirectory run;
    private final OutputPlan plan;
    private final List<Segment> mapped = new ArrayList<>();
    private final SupervisedOutput supervised;
    private final List<Long> arenaSizes =
            new ArrayList<>(); // here, since anybody could have damaged what files say (L9)

    private OutputStore(RunDirectory run, OutputPlan plan) {
        this.run = run;
        this.plan = plan;
        makeDirectory(run.output(plan.node(), plan.output()));
        makeDirectory(run.readers(plan.node(), plan.output()));
        Segment ring = keep(
                SegmentKind.RING, run.ring(plan.node(), plan.output()), new Size(plan.ringBytes(), plan.slots()), 0);
        Segment control = keep(
                SegmentKind.OUTPUT_CONTROL,
                run.outputControl(plan.node(), plan.output()),
                new Size(plan.controlBytes(), plan.readers().size()),
                0);
        keep(
                SegmentKind.SCHEMAS,
                run.schemas(plan.node(), plan.output()),
                new Size(SchemasLayout.FILE_LENGTH, SchemasLayout.MAX_ENTRIES),
                0);
        supervised = new SupervisedOutput(ring.buffer(), control.buffer(), readerFiles());
    }

    private record Size(long bytes, long geometry) {}

    /**
     * Creates and reserves every file, and declares the readers.
     *
     * @throws SegmentException if there is no room; what was created is unmapped, not deleted
     */
    public static OutputStore create(RunDirectory run, OutputPlan plan) {
        OutputStore store = new OutputStore(run, plan);
        try {
            store.declare();
            return store;
        } catch (SegmentException noRoom) {
            store.close(); // the caller never gets it, so nobody else could
            throw noRoom;
        }
    }

    private void declare() {
        supervised.limitArenas(plan.arenaMax());
        addArena(plan.arenaBytes());
        for (int number = 0; number < plan.readers().size(); number++) {
            OutputPlan.ReaderPlan reader = plan.readers().get(number);
            supervised.limitPins(number, reader.pins());
            if (reader.attaches()) {
                supervised.reserveReader(number, reader.name(), reader.queueSize());
            } else if (reader.fromJournal()) {
                supervised.declareJournalReader(number, reader.name());
            } else if (reader.declared()) {
                supervised.declareReader(number, reader.name(), reader.blocking(), reader.queueSize());
            }
            if (reader.firm()) {
                supervised.promise(number);
            }
        }
    }

    private static void makeDirectory(Path directory) {
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException failure) {
            throw new SegmentException(directory, "cannot be created: " + failure, "check --shm-dir", failure);
        }
    }

    private List<AtomicBuffer> readerFiles() {
        List<AtomicBuffer> files = new ArrayList<>();
        for (int number = 0; number < plan.readers().size(); number++) {
            int pins = plan.readers().get(number).pins();
            Path file = run.reader(plan.node(), plan.output(), number);
            files.add(keep(SegmentKind.READER, file, new Size(ReaderLayout.fileLength(pins), pins), number)
                    .buffer());
        }
        return files;
    }

    private Segment keep(SegmentKind kind, Path file, Size size, int index) {
        try {
            SegmentHeader header = new SegmentHeader(kind, size.bytes(), size.geometry(), index, run.runId());
            Segment segment = Segment.create(file, header);
            mapped.add(segment);
            return segment;
        } catch (SegmentException noRoom) {
            close(); // the caller never gets this store, so nobody else could
            throw noRoom;
        }
    }

    /** What the supervisor may do with the output. */
    public SupervisedOutput supervised() {
        return supervised;
    }

    public OutputPlan plan() {
        return plan;
    }

    /** How many bytes all arena files take. */
    public long arenaBytes() {
        return arenaSizes.stream().mapToLong(Long::longValue).sum();
    }

    /** The size of the newest arena file in bytes. */
    public long lastArenaBytes() {
        return arenaSizes.get(arenaSizes.size() - 1);
    }

    /** How many arena files there are. */
    public int arenas() {
        return arenaSizes.size();
    }

    /**
     * Creates, reserves and announces a further arena file; its number is the one after the last.
     *
     * @throws SegmentException if there is no room; then nothing has changed
     */
    public int addArena(long bytes) {
        int index = arenaSizes.size();
        SegmentHeader header = new SegmentHeader(SegmentKind.ARENA, bytes, 0, index, run.runId());
        Segment.create(run.arena(plan.node(), plan.output(), index), header).close();
        supervised.addArena(index, bytes);
        arenaSizes.add(bytes);
        return index;
    }

    @Override
    public void close() {
        mapped.forEach(Segment::close);
    }
}
