package dev.bowstring.transport.log;

import static dev.bowstring.transport.layout.OutputControlLayout.FREE;
import static dev.bowstring.transport.layout.OutputControlLayout.READERS;
import static dev.bowstring.transport.layout.OutputControlLayout.READER_LENGTH;

import dev.bowstring.transport.layout.ReaderLayout;
import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.segment.Fence;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentException;
import dev.bowstring.transport.segment.SegmentKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.AtomicBuffer;

/**
 * An output as anybody may look at it, at any time: all files are mapped read-only, and no lock is taken, so that nobody
 * is disturbed. While messages move, each figure was true a moment ago. One thread.
 */
public final class OutputView implements AutoCloseable {
    private final List<Segment> mapped = new ArrayList<>();
    private final List<Segment> readers = new ArrayList<>();
    private final AtomicBuffer ring;
    private final int slots;
    private final OutputControl control;
    private final SupervisedOutput accounts;

    private OutputView(RunDirectory run, String node, String output) {
        try {
            Segment ringFile = map(SegmentKind.RING, run, run.ring(node, output));
            ring = ringFile.buffer();
            slots = slots(ringFile);
            Segment controlFile = map(SegmentKind.OUTPUT_CONTROL, run, run.outputControl(node, output));
            control = new OutputControl(controlFile.buffer());
            long most = Math.min(controlFile.header().geometry(), (controlFile.size() - READERS) / READER_LENGTH); // L9
            for (int reader = 0; reader < most && !control.name(reader).isEmpty(); reader++) {
                readers.add(map(SegmentKind.READER, run, run.reader(node, output, reader)));
            }
            accounts = new SupervisedOutput(
                    ring,
                    controlFile.buffer(),
                    readers.stream().map(file -> (AtomicBuffer) file.buffer()).toList());
        } catch (SegmentException missing) {
            close(); // the caller never gets it, so nobody else could
            throw missing;
        }
    }

    private Segment map(SegmentKind kind, RunDirectory run, Path file) {
        Segment segment = Segment.map(file, kind, run.runId(), false);
        mapped.add(segment);
        return segment;
    }

    private static int slots(Segment ring) {
        long slots = ring.header().geometry();
        if (Long.bitCount(slots) != 1 || slots > 1 << 24 || RingLayout.fileLength((int) slots) > ring.size()) {
            throw new SegmentException(ring.file(), "has " + slots + " slots", "start the dataflow again"); // L9
        }
        return (int) slots;
    }

    /**
     * Maps the files of an output.
     *
     * @throws SegmentException if one is missing, foreign or damaged
     */
    public static OutputView open(RunDirectory run, String node, String output) {
        return new OutputView(run, node, output);
    }

    /** How many readers have been declared, open or not. */
    public int readers() {
        return readers.size();
    }

    /** {@code node/input}. */
    public String name(int reader) {
        return control.name(reader);
    }

    /** Whether somebody reads there. */
    public boolean isOpen(int reader) {
        return control.mode(reader) != FREE && (control.open(reader) || !control.fromJournal(reader));
    }

    /** Whether the reader gets its messages from the journal of the output. */
    public boolean fromJournal(int reader) {
        return control.fromJournal(reader);
    }

    /** Whether the publisher waits for this reader. */
    public boolean blocking(int reader) {
        return control.blocking(reader);
    }

    /** How many messages the reader may be behind. */
    public int queueSize(int reader) {
        return control.queueSize(reader);
    }

    /** What became of the messages for this reader. */
    public Account account(int reader) {
        return accounts.account(reader);
    }

    /** What the publisher waits for. */
    public Waiting waitsFor() {
        return accounts.waitsFor();
    }

    /** Whether the output has ended. */
    public boolean closed() {
        return accounts.closed();
    }

    /** How many messages the reader holds. */
    public int held(int reader) {
        Segment file = readers.get(reader);
        long pins = Math.min(file.header().geometry(), (file.size() - ReaderLayout.PINS) / Long.BYTES); // L9
        int held = 0;
        for (int pin = 0; pin < pins; pin++) {
            held += file.buffer().getLongVolatile(ReaderLayout.pin(pin)) == 0 ? 0 : 1;
        }
        return held;
    }

    /** How long the message has been waiting that the reader will take next, in ns; 0 if there is none. */
    public long lagNs(int reader, long nowNs) {
        long tail = ring.getLongAcquire(RingLayout.TAIL);
        long cursor = readers.get(reader).buffer().getLongAcquire(ReaderLayout.CURSOR);
        long reachable = blocking(reader) || fromJournal(reader) ? cursor : Math.max(cursor, tail - queueSize(reader));
        long next = Math.max(reachable, ring.getLongVolatile(RingLayout.OLDEST));
        if (next >= tail) {
            return 0;
        }
        int slot = RingLayout.slot(next, slots);
        long sequence = ring.getLong(slot + RingLayout.SLOT_SEQUENCE);
        long publishedNs = ring.getLong(slot + RingLayout.SLOT_PUBLISH_TIME);
        Fence.HARDWARE.load(); // the slot was read before OLDEST
        boolean whole = sequence == next && ring.getLongVolatile(RingLayout.OLDEST) <= next;
        return whole ? Math.max(0, nowNs - publishedNs) : 0; // else it has just been taken
    }

    @Override
    public void close() {
        mapped.forEach(Segment::close);
    }
}
