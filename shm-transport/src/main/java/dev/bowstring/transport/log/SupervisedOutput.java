package dev.bowstring.transport.log;

import static dev.bowstring.transport.layout.OutputControlLayout.ARENA_COUNT;
import static dev.bowstring.transport.layout.OutputControlLayout.ARENA_MAX;
import static dev.bowstring.transport.layout.OutputControlLayout.BLOCKING;
import static dev.bowstring.transport.layout.OutputControlLayout.FREE;
import static dev.bowstring.transport.layout.OutputControlLayout.GENERATION;
import static dev.bowstring.transport.layout.OutputControlLayout.JOURNAL;
import static dev.bowstring.transport.layout.OutputControlLayout.LOSSY;
import static dev.bowstring.transport.layout.OutputControlLayout.READER_FIRM;
import static dev.bowstring.transport.layout.OutputControlLayout.READER_MODE;
import static dev.bowstring.transport.layout.OutputControlLayout.READER_NAME;
import static dev.bowstring.transport.layout.OutputControlLayout.READER_NAME_LENGTH;
import static dev.bowstring.transport.layout.OutputControlLayout.READER_OPEN;
import static dev.bowstring.transport.layout.OutputControlLayout.READER_PINS;
import static dev.bowstring.transport.layout.OutputControlLayout.READER_QUEUE_SIZE;
import static dev.bowstring.transport.layout.OutputControlLayout.RESTARTS;
import static dev.bowstring.transport.layout.OutputControlLayout.RESTART_AT;
import static dev.bowstring.transport.layout.OutputControlLayout.RESTART_TIME;
import static dev.bowstring.transport.layout.OutputControlLayout.arenaSize;
import static dev.bowstring.transport.layout.OutputControlLayout.reader;
import static dev.bowstring.transport.layout.OutputControlLayout.restart;

import dev.bowstring.transport.layout.Pin;
import dev.bowstring.transport.layout.ReaderLayout;
import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.segment.Fence;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.agrona.concurrent.AtomicBuffer;

/**
 * The supervisor's end of an output log: declares readers, adds arenas, cleans up after deaths, reads the accounts.
 *
 * <p>One thread, the supervisor's. Everything done at a death may be repeated (L7). Who owns the files closes them; this
 * class only looks at their bytes.
 */
public final class SupervisedOutput {
    private final AtomicBuffer ring;
    private final AtomicBuffer control;
    private final List<AtomicBuffer> readers;

    /**
     * Views of whole files.
     *
     * @param readers the file of each reader, declared and spare, by number
     */
    public SupervisedOutput(AtomicBuffer ring, AtomicBuffer control, List<AtomicBuffer> readers) {
        this.ring = ring;
        this.control = control;
        this.readers = List.copyOf(readers);
    }

    /** Says what all arena files together may take; once, before any node starts. */
    public void limitArenas(long bytes) {
        control.putLong(ARENA_MAX, bytes);
    }

    /** Makes an arena file known whose bytes are all there; its number is the one after the last. */
    public void addArena(long bytes) {
        addArena((int) control.getLong(ARENA_COUNT), bytes);
    }

    /** The same for who knows its number, whatever has been written over the file meanwhile (L9). */
    void addArena(int index, long bytes) {
        control.putLong(arenaSize(index), bytes);
        control.putLongRelease(ARENA_COUNT, index + 1L);
    }

    /** The number of arena files so far. */
    public int arenas() {
        return (int) control.getLong(ARENA_COUNT);
    }

    /** The size of an arena file in bytes. */
    public long arenaBytes(int index) {
        return control.getLong(arenaSize(index));
    }

    /** Declares a reader before any node starts: it begins at the first message. */
    public void declareReader(int index, String name, boolean blocking, int queueSize) {
        reserveReader(index, name, queueSize);
        changeMode(index, blocking ? BLOCKING : LOSSY);
        control.putLongRelease(reader(index) + READER_OPEN, 1);
    }

    /** Declares a reader that gets its messages from the journal, before any node starts; it stays one. */
    public void declareJournalReader(int index, String name) {
        reserveReader(index, name, 1);
        changeMode(index, JOURNAL);
        control.putLongRelease(reader(index) + READER_OPEN, 1);
    }

    /**
     * The publisher waits for this reader, which is declared BLOCKING, as long as its process lives: it is firm, and pins
     * without a fence. Before any node starts.
     */
    public void promise(int index) {
        control.putLong(reader(index) + READER_FIRM, 1);
    }

    /** Declares the reader of a node that attaches later, before any node starts: FREE until {@link #attach}. */
    public void reserveReader(int index, String name, int queueSize) {
        int at = reader(index);
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        control.putInt(at + READER_NAME_LENGTH, bytes.length);
        control.putBytes(at + READER_NAME, bytes);
        control.putLong(at + READER_QUEUE_SIZE, queueSize);
    }

    /**
     * Opens a reserved reader behind the last message, while the publisher goes on. The process that had it before has
     * left or is proved dead; the new one starts to read only after this has returned. May be repeated from any point
     * where it was broken off (L7). The caller then rings the reader and the publisher, which may be waiting for a
     * cursor that has just moved.
     */
    public void attach(int index, boolean blocking, Fence fence) {
        AtomicBuffer file = readers.get(index);
        open(index, blocking, fence, () -> {
            file.putLongRelease(ReaderLayout.RECEIVED, 0);
            file.putLongRelease(ReaderLayout.START, moveToTail(file)); // after CURSOR: nobody sees fewer than 0 dropped
        });
    }

    private void open(int index, boolean blocking, Fence fence, Runnable toTheEnd) {
        control.putLongRelease(reader(index) + READER_OPEN, 0);
        clearPins(index);
        toTheEnd.run();
        if (!fromJournal(index)) {
            changeMode(index, blocking ? BLOCKING : LOSSY); // who sees the mode sees a cursor not behind OLDEST
        }
        // StoreLoad: a publisher that still misses the mode when it retires has fenced before this, so that the TAIL
        // below is at least the one it may retire up to (L10).
        fence.full();
        toTheEnd.run();
        fence.full(); // the cursor is there before anybody is told that the reader is open
        control.putLongRelease(reader(index) + READER_OPEN, 1);
    }

    private long moveToTail(AtomicBuffer file) {
        long tail = ring.getLongVolatile(RingLayout.TAIL);
        file.putLongRelease(ReaderLayout.CURSOR, tail);
        return tail;
    }

    private void changeMode(int index, long mode) {
        control.putLongRelease(reader(index) + READER_MODE, mode);
        control.getAndAddLong(GENERATION, 1); // never the same twice, also where two passes overlap
    }

    /** Says how many pins a reader's file has; for every reader file, spare ones too, before any node starts. */
    public void limitPins(int index, int pins) {
        control.putLong(reader(index) + READER_PINS, pins);
    }

    /**
     * The reader is gone for good or may not be trusted: the publisher neither waits nor keeps messages for it. The
     * caller then rings the publisher, which may be waiting for it.
     */
    public void free(int index) {
        control.putLongRelease(reader(index) + READER_OPEN, 0);
        if (!fromJournal(index)) {
            changeMode(index, FREE);
        }
    }

    /**
     * The publisher waits for this reader no longer, though its process may still read: what it holds stays its own, since
     * pins count in every mode. Not for a firm one, which pins as if that never happened. The caller then rings the
     * publisher, which may be waiting for it.
     */
    public void demote(int index) {
        if (control.getLong(reader(index) + READER_FIRM) == 1) {
            throw new IllegalStateException("demoted a firm reader: reader=" + index);
        }
        if (blocking(index)) {
            changeMode(index, LOSSY);
        }
    }

    private boolean fromJournal(int index) {
        return control.getLong(reader(index) + READER_MODE) == JOURNAL;
    }

    /** Whether the publisher waits for this reader. */
    public boolean blocking(int index) {
        return control.getLong(reader(index) + READER_MODE) == BLOCKING;
    }

    /** Whether somebody reads there for whom the publisher does not wait. */
    public boolean lossy(int index) {
        return control.getLong(reader(index) + READER_MODE) == LOSSY;
    }

    /** Clears what a reader held. Only once its process is proved dead (L6); the caller then rings the publisher. */
    public void clearPins(int index) {
        AtomicBuffer file = readers.get(index);
        for (int pin = 0; pin < pins(file); pin++) {
            file.putLongVolatile(ReaderLayout.pin(pin), 0);
        }
    }

    /**
     * Ends the output behind its last message, if it has not ended already. Only once the publisher is proved dead (L1);
     * the caller then rings the readers.
     */
    public void close() {
        if (ring.getLongVolatile(RingLayout.CLOSED_AT) == 0) {
            ring.putLongVolatile(RingLayout.CLOSED_AT, ring.getLongVolatile(RingLayout.TAIL) + 1);
        }
    }

    /** Whether the output has ended. */
    public boolean closed() {
        return ring.getLongAcquire(RingLayout.CLOSED_AT) != 0;
    }

    /**
     * Says that another process takes over from the publisher: what comes behind the last message is its own. Only once the
     * one before is proved dead, and before the next may publish; may be repeated (L7). The caller then rings the readers.
     *
     * @param number which restart this is, from 1, each once
     */
    public void restarted(long number, long nowNs) {
        if (control.getLong(RESTARTS) >= number) {
            return;
        }
        control.putLong(restart(number) + RESTART_AT, ring.getLongVolatile(RingLayout.TAIL));
        control.putLong(restart(number) + RESTART_TIME, nowNs);
        // Release for what is above; volatile so that the next restart, which may write over the oldest, comes behind.
        control.putLongVolatile(RESTARTS, number);
    }

    /**
     * Lets the next life of a reader begin behind the last message; what is before counts as dropped. Otherwise as {@link
     * #attach}.
     */
    public void skipToEnd(int index, boolean blocking, Fence fence) {
        open(index, blocking, fence, () -> moveToTail(readers.get(index)));
    }

    /** What the publisher has waited for longer than a second; {@link Waiting#NOTHING} if it does not wait. */
    public Waiting waitsFor() {
        return Waiting.decode(ring.getLongAcquire(RingLayout.WAITS_FOR));
    }

    /** Since when the publisher has waited for room and committed nothing, on the monotonic clock; 0 if it does not wait. */
    public long waitsSinceNs() {
        return ring.getLongAcquire(RingLayout.WAITS_SINCE);
    }

    /**
     * Whether it is this reader that the publisher waits for now, perhaps among others: its queue is full, or the publisher
     * has named it last as the one that holds most while memory is missing, and it still has something unread or pinned.
     * While {@link #waitsSinceNs} is the same before and after, nothing was committed meanwhile, and a queue that is full has
     * been so since then: TAIL did not move, and cursors only grow. Who keeps memory may have changed since.
     */
    public boolean holdsUp(int index) {
        if (!blocking(index)) {
            return false;
        }
        long unread = ring.getLongAcquire(RingLayout.TAIL) - readers.get(index).getLongAcquire(ReaderLayout.CURSOR);
        Waiting waiting = waitsFor();
        boolean named = waiting.kind() == Waiting.Kind.MEMORY && waiting.reader() == index;
        return unread >= control.getLong(reader(index) + READER_QUEUE_SIZE)
                || (named && (unread > 0 || pinsSomething(index)));
    }

    private boolean pinsSomething(int index) {
        AtomicBuffer file = readers.get(index);
        for (int pin = 0; pin < pins(file); pin++) {
            if (file.getLongAcquire(ReaderLayout.pin(pin)) != Pin.NONE) {
                return true;
            }
        }
        return false;
    }

    /** Of the file itself, not as somebody may say (L9). */
    private static int pins(AtomicBuffer file) {
        return (file.capacity() - ReaderLayout.PINS) / Long.BYTES;
    }

    /** The publisher waits for nothing any more. Only once it has left or is proved dead (L1); may be repeated (L7). */
    public void endWaits() {
        ring.putLongRelease(RingLayout.WAITS_FOR, Waiting.NOTHING.encode());
        ring.putLongRelease(RingLayout.WAITS_SINCE, 0);
    }

    /** How many messages were committed. */
    public long published() {
        return ring.getLongAcquire(RingLayout.TAIL);
    }

    /** The account of one reader. Exact when neither end moves; while they move, each figure was true a moment ago. */
    public Account account(int index) {
        AtomicBuffer file = readers.get(index);
        // Before the cursor: else more would seem unread than the queue holds.
        long tailBefore = ring.getLongAcquire(RingLayout.TAIL);
        long start = file.getLongAcquire(ReaderLayout.START);
        long received = file.getLongAcquire(ReaderLayout.RECEIVED);
        long cursor = file.getLongAcquire(ReaderLayout.CURSOR);
        long tail = Math.max(tailBefore, cursor); // what a reader has passed was committed
        return new Account(
                tail - start, received, cursor - start - received, tail - cursor, unreachable(index, cursor, tail));
    }

    private long unreachable(int index, long cursor, long tail) {
        if (blocking(index) || fromJournal(index)) {
            return 0; // a journal keeps what the window does not
        }
        long queueSize = control.getLong(reader(index) + READER_QUEUE_SIZE);
        long oldest = ring.getLongAcquire(RingLayout.OLDEST);
        return Math.max(0, Math.min(tail, Math.max(oldest, tail - queueSize)) - cursor);
    }
}
