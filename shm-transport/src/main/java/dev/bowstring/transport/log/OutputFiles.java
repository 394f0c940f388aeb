package dev.bowstring.transport.log;

import dev.bowstring.transport.arena.Arena;
import dev.bowstring.transport.doorbell.Doorbell;
import dev.bowstring.transport.doorbell.Futex;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.agrona.concurrent.AtomicBuffer;

/** The files of one output, mapped as its publisher needs them. Owned by its {@link OutputLog}. */
public final class OutputFiles implements AutoCloseable {
    private final RunDirectory run;
    private final String node;
    private final String output;
    private final List<Segment> mapped = new ArrayList<>();
    private final List<Segment> arenaFiles = new ArrayList<>();
    private final List<AtomicBuffer> arenas = new ArrayList<>();
    private final Segment ring;
    private final OutputControl control;
    private final AtomicBuffer schemas;

    private OutputFiles(RunDirectory run, String node, String output) {
        this.run = run;
        this.node = node;
        this.output = output;
        ring = writable(SegmentKind.RING, run.ring(node, output));
        control = new OutputControl(
                keep(Segment.map(run.outputControl(node, output), SegmentKind.OUTPUT_CONTROL, run.runId(), false))
                        .buffer());
        schemas = writable(SegmentKind.SCHEMAS, run.schemas(node, output)).buffer();
        for (int i = 0; i < control.arenas(); i++) {
            keepArena(i);
        }
    }

    /**
     * Maps everything that exists.
     *
     * @throws dev.bowstring.transport.segment.SegmentException if a file is missing, foreign or damaged
     */
    public static OutputFiles map(RunDirectory run, String node, String output) {
        return new OutputFiles(run, node, output);
    }

    private Segment writable(SegmentKind kind, Path file) {
        return keep(Segment.map(file, kind, run.runId(), true));
    }

    private Segment keep(Segment segment) {
        mapped.add(segment);
        return segment;
    }

    private void keepArena(int index) {
        Segment segment = Segment.map(run.arena(node, output, index), SegmentKind.ARENA, run.runId(), true);
        arenaFiles.add(keep(segment));
        arenas.add(segment.buffer());
    }

    /** {@code node/output}. */
    String name() {
        return node + "/" + output;
    }

    AtomicBuffer ring() {
        return ring.buffer();
    }

    int slots() {
        return (int) ring.header().geometry();
    }

    OutputControl control() {
        return control;
    }

    AtomicBuffer schemas() {
        return schemas;
    }

    /** The arena files so far, by number; grows. */
    List<AtomicBuffer> arenas() {
        return arenas;
    }

    /** What all arena files take together, headers included: what {@code arena_max} limits. */
    long arenaBytes() {
        long sum = 0;
        for (Segment file : arenaFiles) {
            sum += file.size();
        }
        return sum;
    }

    Arena newArena() {
        Arena arena = new Arena();
        for (int i = 0; i < arenaFiles.size(); i++) {
            addTo(arena, i);
        }
        return arena;
    }

    /** Whether every arena file that the supervisor has announced is mapped. */
    boolean allMapped() {
        return arenaFiles.size() >= control.arenas();
    }

    /**
     * Takes over the arena files announced since.
     *
     * @throws dev.bowstring.transport.segment.SegmentException if one cannot be mapped; those before it are taken over
     */
    void mapAnnounced(Arena arena) {
        for (int index = arenaFiles.size(); index < control.arenas(); index++) {
            keepArena(index);
            addTo(arena, index);
        }
    }

    private void addTo(Arena arena, int index) {
        Segment file = arenaFiles.get(index);
        arena.addFile(index, file.buffer(), file.address(), file.size());
    }

    /** All reader files there are, spare ones too, and the doorbell of every node that reads. */
    ReaderTable readerTable() {
        int readers = (int) mapped.get(1).header().geometry();
        List<AtomicBuffer> files = new ArrayList<>();
        Set<String> nodes = new LinkedHashSet<>();
        for (int i = 0; i < readers; i++) {
            files.add(keep(Segment.map(run.reader(node, output, i), SegmentKind.READER, run.runId(), false))
                    .buffer());
            String name = control.name(i);
            if (!name.isEmpty() && !control.fromJournal(i)) { // whoever appends to the journal rings those
                nodes.add(name.substring(0, name.indexOf('/')));
            }
        }
        List<Doorbell> doorbells = new ArrayList<>();
        for (String reader : nodes) {
            doorbells.add(new Doorbell(
                    writable(SegmentKind.DOORBELL, run.doorbell(reader)).buffer(), Futex.system()));
        }
        return new ReaderTable(control, files, doorbells);
    }

    @Override
    public void close() {
        mapped.forEach(Segment::close);
    }
}
