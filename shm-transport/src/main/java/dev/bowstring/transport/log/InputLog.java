package dev.bowstring.transport.log;

import dev.bowstring.transport.doorbell.Doorbell;
import dev.bowstring.transport.doorbell.Futex;
import dev.bowstring.transport.segment.Fence;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.AtomicBuffer;

/**
 * One reader's end of an output log.
 *
 * <p>One consumer thread polls and counts; any thread releases. Arena files are mapped read-only when a message first
 * names them: a store through them is a crash of this process.
 */
public final class InputLog implements AutoCloseable {
    private final RunDirectory run;
    private final String node;
    private final String output;
    private final List<Segment> mapped = new ArrayList<>();
    private final List<Segment> arenas = new ArrayList<>();
    private final Reader reader;
    private final SchemaReader schemas;
    private final OutputControl control;
    private final Runnable pinFreed;
    private final int number;
    private final int pins;

    /** How a reader is opened: which one, and how it counts what it takes. */
    private record Opening(int number, Fence fence, boolean atLeastOnce) {}

    private InputLog(RunDirectory run, String node, String output, Opening opening, Runnable pinFreed) {
        this.run = run;
        this.node = node;
        this.output = output;
        this.pinFreed = pinFreed;
        number = opening.number;
        Segment ring = map(SegmentKind.RING, run.ring(node, output), false);
        Segment file = map(SegmentKind.READER, run.reader(node, output, number), true);
        control = new OutputControl(map(SegmentKind.OUTPUT_CONTROL, run.outputControl(node, output), false)
                .buffer());
        schemas = new SchemaReader(
                map(SegmentKind.SCHEMAS, run.schemas(node, output), false).buffer());
        pins = Math.min(control.pins(number), (int) file.header().geometry());
        reader = new Reader(
                new Reader.RingView(ring.buffer(), (int) ring.header().geometry()),
                new Reader.ReaderFile(file.buffer(), pins, number),
                control,
                publisherDoorbell(),
                opening.fence,
                opening.atLeastOnce);
    }

    /** Not unmapped by hand: a thread that has just cleared the last pin may still be about to ring it. */
    private Doorbell publisherDoorbell() {
        Segment page = Segment.map(run.doorbell(node), SegmentKind.DOORBELL, run.runId(), true);
        return new Doorbell(page.buffer(), Futex.system());
    }

    /** As {@link #open(RunDirectory, String, String, int, Fence, Runnable)}, where the consumer never sleeps for a pin. */
    public static InputLog open(RunDirectory run, String node, String output, int number) {
        return open(run, node, output, number, Fence.HARDWARE, () -> {});
    }

    /**
     * Opens reader {@code number} of an output where its file stands.
     *
     * @param pinFreed wakes the consumer if it sleeps; called from any thread after a message was let go of and a full
     *     fence, so it may touch nothing that is ever unmapped
     * @throws dev.bowstring.transport.segment.SegmentException if a file is missing, foreign or damaged
     */
    public static InputLog open(
            RunDirectory run, String node, String output, int number, Fence fence, Runnable pinFreed) {
        return new InputLog(run, node, output, new Opening(number, fence, false), pinFreed);
    }

    /**
     * The same for a reader that gets a message again in its next life unless it has {@link #finished} it in this one. It
     * holds one message at a time, and is BLOCKING.
     */
    public static InputLog openAtLeastOnce(RunDirectory run, String node, String output, int number) {
        return new InputLog(run, node, output, new Opening(number, Fence.HARDWARE, true), () -> {});
    }

    private Segment map(SegmentKind kind, Path file, boolean writable) {
        Segment segment = Segment.map(file, kind, run.runId(), writable);
        mapped.add(segment);
        return segment;
    }

    /** Takes the next message, pins it and says where it lies. The consumer thread. */
    public Poll poll(Taken into) {
        return reader.poll(into);
    }

    /** The first message that was meant for this reader: the next one when it was let in. */
    public long start() {
        return reader.start();
    }

    /** Whether the publisher waits for this reader now. Any thread. */
    public boolean blocking() {
        return control.blocking(number);
    }

    /** Counts the message last taken as received, just before it is handed out. The consumer thread. */
    public void received() {
        reader.received();
    }

    /** Of an at-least-once reader, instead of {@link #received} and {@link #release}: the message need not come again. */
    public void finished(Taken message) {
        reader.finished(message);
    }

    /** Lets go of a message: its memory may change from here on. Any thread, once a message. */
    public void release(int pin) {
        if (reader.release(pin)) { // with a fence, which pairs with that of a consumer who sleeps for want of a pin
            pinFreed.run();
        }
    }

    /** When the next message was committed; {@link Long#MAX_VALUE} if none is there. The consumer thread. */
    public long headTimeNs() {
        return reader.headTimeNs();
    }

    /** Whether everything was taken and nothing will ever come. The consumer thread. */
    public boolean closed() {
        return reader.closed();
    }

    /** How many messages this reader can hold at a time. */
    public int pins() {
        return pins;
    }

    /** How many messages it holds now. */
    public int held() {
        return reader.held();
    }

    /** The bytes of an arena file, as {@link Taken#arena} names it. */
    public AtomicBuffer arena(int index) {
        return arenaFile(index).buffer();
    }

    /** The size of an arena file, without mapping it; 0 if there is none of that number. The consumer thread. */
    public long arenaBytes(int index) {
        return index >= 0 && index < control.arenas() ? control.arenaBytes(index) : 0;
    }

    /** What all arena files of the output together may take: no message is larger. */
    public long arenaMax() {
        return control.arenaMax();
    }

    /** Where byte 0 of an arena file lies in this process. */
    public long arenaAddress(int index) {
        return arenaFile(index).address();
    }

    private Segment arenaFile(int index) {
        while (arenas.size() <= index) {
            arenas.add(map(SegmentKind.ARENA, run.arena(node, output, arenas.size()), false));
        }
        return arenas.get(index);
    }

    /**
     * A copy of an encapsulated Arrow IPC schema message.
     *
     * @throws CorruptLogException if there is no such schema
     */
    public byte[] schema(int id) {
        return schemas.schema(id);
    }

    /** Unmaps all files: only when no buffer over them is in use any more. */
    @Override
    public void close() {
        mapped.forEach(Segment::close);
    }
}
