package dev.bowstring.transport.log;

import static dev.bowstring.transport.layout.OutputControlLayout.FREE;
import static dev.bowstring.transport.layout.ReaderLayout.CURSOR;
import static dev.bowstring.transport.layout.ReaderLayout.RECEIVED;
import static dev.bowstring.transport.layout.ReaderLayout.START;

import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.segment.Fence;
import dev.bowstring.transport.segment.RunDirectory;
import dev.bowstring.transport.segment.Segment;
import dev.bowstring.transport.segment.SegmentKind;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.AtomicBuffer;

/**
 * The words of an edge whose messages come from the output's journal: how far whoever appends to that has come, whether the
 * output has ended, and this reader's account.
 *
 * <pre>
 *   word                      written by                                read here with
 *   CURSOR of the appender    the appender, after a record was          acquire
 *                             committed, before it rings this node
 *   MODE of the appender      the supervisor, once it is gone for good  acquire, before the journal is looked at
 *   CURSOR, RECEIVED          this reader, once its position is kept
 * </pre>
 *
 * The publisher knows nothing of such a reader: its mode is JOURNAL, which neither gates nor keeps. The consumer thread, but
 * for {@link #moved}, which its caller serialises.
 */
public final class JournalEdge implements AutoCloseable {
    private final AtomicBuffer ring;
    private final AtomicBuffer own;
    private final AtomicBuffer appender;
    private final OutputControl control;
    private final int appenderNumber;
    private final Restarts restarts;
    private final List<Segment> mapped;

    /**
     * A view of whole files.
     *
     * @param own this reader's
     * @param appender that of the reader of this number, which appends what it reads to the journal
     */
    public JournalEdge(
            AtomicBuffer ring, AtomicBuffer control, AtomicBuffer own, AtomicBuffer appender, int appenderNumber) {
        this(ring, control, own, appender, appenderNumber, List.of());
    }

    private JournalEdge(
            AtomicBuffer ring,
            AtomicBuffer control,
            AtomicBuffer own,
            AtomicBuffer appender,
            int appenderNumber,
            List<Segment> mapped) {
        this.ring = ring;
        this.own = own;
        this.appender = appender;
        this.control = new OutputControl(control);
        this.appenderNumber = appenderNumber;
        this.restarts = new Restarts(this.control, Fence.HARDWARE, cursor());
        this.mapped = List.copyOf(mapped);
    }

    /**
     * Opens reader {@code reader} of an output.
     *
     * @param appender the number of the reader that appends what it reads to the journal
     * @throws dev.bowstring.transport.segment.SegmentException if a file is missing, foreign or damaged
     */
    public static JournalEdge open(RunDirectory run, String node, String output, int reader, int appender) {
        List<Segment> files = new ArrayList<>();
        files.add(Segment.map(run.ring(node, output), SegmentKind.RING, run.runId(), false));
        files.add(Segment.map(run.outputControl(node, output), SegmentKind.OUTPUT_CONTROL, run.runId(), false));
        files.add(Segment.map(run.reader(node, output, reader), SegmentKind.READER, run.runId(), true));
        files.add(Segment.map(run.reader(node, output, appender), SegmentKind.READER, run.runId(), false));
        return new JournalEdge(
                files.get(0).buffer(),
                files.get(1).buffer(),
                files.get(2).buffer(),
                files.get(3).buffer(),
                appender,
                files);
    }

    /** All messages of this run below are in the journal, whole. */
    public long appended() {
        return appender.getLongAcquire(CURSOR); // pairs with the appender's release, after it has committed the record
    }

    /** Whether nobody will append any more; what is in the journal after this was seen is all there will be. */
    public boolean abandoned() {
        return control.mode(appenderNumber) == FREE;
    }

    /** Whether the output has ended before the message of this sequence. */
    public boolean endedAt(long sequence) {
        return ring.getLongAcquire(RingLayout.CLOSED_AT) == sequence + 1;
    }

    /** Whether the publisher was restarted before the message of this sequence, and that was not told yet. */
    public boolean restartDue(long sequence) {
        return restarts.due(sequence);
    }

    /** When the restart that is due took place, on the monotonic clock. */
    public long restartTimeNs() {
        return restarts.timeNs();
    }

    /** Tells the restart that is due. */
    public void tellRestart(Taken into) {
        var unused = restarts.tell(into);
    }

    /** The sequence from which on this run's messages have not been received or skipped. */
    public long cursor() {
        return own.getLongVolatile(CURSOR);
    }

    /** How many messages of this run were received. */
    public long received() {
        return own.getLongVolatile(RECEIVED);
    }

    /** How many messages of this run were skipped so far. */
    public long dropped() {
        return cursor() - own.getLongVolatile(START) - received();
    }

    /** All messages of this run below {@code cursor} were received, but for those that were dropped. */
    public void moved(long cursor, long dropped) {
        own.putLongRelease(CURSOR, cursor); // before RECEIVED: nobody sees fewer than 0 dropped
        own.putLongRelease(RECEIVED, Math.max(received(), cursor - own.getLongVolatile(START) - dropped));
    }

    /** Unmaps all files. */
    @Override
    public void close() {
        mapped.forEach(Segment::close);
    }
}
