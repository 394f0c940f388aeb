package dev.bowstring.node.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bowstring.node.Metadata;
import dev.bowstring.transport.layout.DoorbellLayout;
import dev.bowstring.transport.log.ArenaGrowth;
import dev.bowstring.transport.log.InputLog;
import dev.bowstring.transport.log.Machine;
import dev.bowstring.transport.log.OutputFiles;
import dev.bowstring.transport.log.OutputLog;
import dev.bowstring.transport.log.OutputPlan;
import dev.bowstring.transport.log.OutputPlan.ReaderPlan;
import dev.bowstring.transport.log.OutputStore;
import dev.bowstring.transport.log.Poll;
import dev.bowstring.transport.log.Taken;
import dev.bowstring.transport.segment.Fence;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentHeader;
import dev.bowstring.transport.segment.SegmentKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Both ends of an edge in one process, over real files. */
final class LocalEdge implements AutoCloseable, CopyCounters {
    static final int PINS = 4;
    static final Schema LONGS = new Schema(List.of(Field.nullable("longs", new ArrowType.Int(64, true))));

    final NodeMemory publisherMemory = new NodeMemory();
    final NodeMemory readerMemory = new NodeMemory();
    final OutputLog log;
    final ArrowOutput output;
    final InputLog inputLog;
    final ArrowInput input;
    final Taken taken = new Taken();
    final OutputStore store;
    int copies;
    long copiedBytes;
    long sentBytes;
    int fallbacks;
    boolean abandoned;
    int rings;
    int pinsFreed;
    Runnable beforeGrowth = () -> {};

    private final RunDirectory run;
    private Segment writable;
    private Segment ring;
    private final List<Segment> doorbells = new ArrayList<>();

    LocalEdge(Path directory, boolean blocking, int queueSize, long arenaBytes, long arenaMax) {
        run = new RunDirectory(directory);
        doorbell("source");
        doorbell("sink");
        List<ReaderPlan> readers = List.of(new ReaderPlan("sink/in", blocking, queueSize, PINS));
        store = OutputStore.create(run, new OutputPlan("source", "out", readers, arenaBytes, arenaMax));
        log = new OutputLog(OutputFiles.map(run, "source", "out"), this::grow, Machine.HARDWARE, () -> rings++);
        output = new ArrowOutput(log, publisherMemory, "source/out", this);
        inputLog = InputLog.open(run, "source", "out", 0, Fence.HARDWARE, () -> pinsFreed++);
        input = new ArrowInput(inputLog, readerMemory, "sink/in");
    }

    static LocalEdge blocking(Path directory) {
        return new LocalEdge(directory, true, 8, 4 << 20, 4 << 20);
    }

    private void doorbell(String node) {
        try {
            Files.createDirectories(run.node(node));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        SegmentHeader header = new SegmentHeader(SegmentKind.DOORBELL, DoorbellLayout.FILE_LENGTH, 0, 0, run.runId());
        doorbells.add(Segment.create(run.doorbell(node), header));
    }

    private ArenaGrowth.Answer grow(int index, long bytes) {
        beforeGrowth.run();
        store.addArena(OutputPlan.arenaFileFor(bytes));
        return ArenaGrowth.Answer.ANNOUNCED;
    }

    BufferAllocator arena() {
        return output.allocator();
    }

    /** Sends a pooled batch of {@link #LONGS} with this value alone. */
    void turn(long value) {
        ArrowBatch batch = output.batch(LONGS, false);
        ((BigIntVector) batch.root().getVector(0)).setSafe(0, value);
        batch.root().setRowCount(1);
        send(batch);
    }

    void send(FieldVector vector) {
        sent(output.prepare(vector, Metadata.EMPTY, false));
    }

    void send(VectorSchemaRoot root) {
        sent(output.prepare(root, Metadata.EMPTY, false));
    }

    void send(ArrowBatch batch) {
        sent(output.prepare(batch, Metadata.EMPTY));
    }

    void sent(Outgoing outgoing) {
        assertThat(outgoing.publish()).isEqualTo(Outgoing.Attempt.SENT);
    }

    Received receive() {
        assertThat(inputLog.poll(taken)).isEqualTo(Poll.TAKEN);
        Received received = input.receive(taken);
        inputLog.received();
        return received;
    }

    /** Every buffer of every vector that has bytes lies in an arena file as the reader has mapped it. */
    void assertInPlace(FieldVector vector) {
        for (ArrowBuf buffer : vector.getFieldBuffers()) {
            if (buffer.readableBytes() > 0) {
                assertThat(isMapped(buffer))
                        .as("%s of %s", buffer, vector.getField())
                        .isTrue();
            }
        }
        vector.getChildrenFromFields().forEach(this::assertInPlace);
    }

    boolean isMapped(ArrowBuf buffer) {
        for (int arena = 0; arena < store.supervised().arenas(); arena++) {
            long from = inputLog.arenaAddress(arena);
            long to = from + inputLog.arena(arena).capacity();
            if (buffer.memoryAddress() >= from && buffer.memoryAddress() + buffer.capacity() <= to) {
                return true;
            }
        }
        return false;
    }

    /** The first arena file as its publisher sees it. */
    UnsafeBuffer writableArena() {
        if (writable == null) {
            writable = Segment.map(run.arena("source", "out", 0), SegmentKind.ARENA, run.runId(), true);
        }
        return writable.buffer();
    }

    /** The ring as its publisher sees it. */
    UnsafeBuffer writableRing() {
        if (ring == null) {
            ring = Segment.map(run.ring("source", "out"), SegmentKind.RING, run.runId(), true);
        }
        return ring.buffer();
    }

    /** How many slots {@link #writableRing} has. */
    int slots() {
        return (int) ring.header().geometry();
    }

    long used() {
        log.reclaim();
        return log.used();
    }

    @Override
    public void sent(long bytes) {
        sentBytes += bytes;
    }

    @Override
    public void copied(long bytes) {
        copies++;
        copiedBytes += bytes;
    }

    @Override
    public void fellBack(long bytes) {
        fallbacks++;
    }

    /** Closes both ends and checks that nothing is left: no buffer with either node, no block in the arena. */
    @Override
    public void close() {
        if (abandoned) {
            return;
        }
        assertThat(input.close()).isEqualTo(Optional.empty());
        assertThat(output.close()).isEqualTo(Optional.empty());
        readerMemory.close();
        publisherMemory.close();
        drain();
        assertThat(used()).isZero();
        closeFiles();
    }

    void closeFiles() {
        if (writable != null) {
            writable.close();
        }
        if (ring != null) {
            ring.close();
        }
        inputLog.close();
        log.close();
        store.close();
        doorbells.forEach(Segment::close);
    }

    private void drain() {
        while (inputLog.poll(taken) == Poll.TAKEN) {
            inputLog.release(taken.pin());
            inputLog.received();
        }
    }
}
