package dev.bowstring.transport.log;

import static dev.bowstring.transport.layout.RingLayout.CLOSED_AT;
import static dev.bowstring.transport.layout.RingLayout.OLDEST;
import static dev.bowstring.transport.layout.RingLayout.SLOT_ARENA;
import static dev.bowstring.transport.layout.RingLayout.SLOT_DESCRIBED_SINCE;
import static dev.bowstring.transport.layout.RingLayout.SLOT_FLAGS;
import static dev.bowstring.transport.layout.RingLayout.SLOT_MESSAGE_LENGTH;
import static dev.bowstring.transport.layout.RingLayout.SLOT_OFFSET;
import static dev.bowstring.transport.layout.RingLayout.SLOT_PUBLISH_TIME;
import static dev.bowstring.transport.layout.RingLayout.SLOT_ROWS;
import static dev.bowstring.transport.layout.RingLayout.SLOT_SCHEMA;
import static dev.bowstring.transport.layout.RingLayout.SLOT_SEQUENCE;
import static dev.bowstring.transport.layout.RingLayout.TAIL;

import dev.bowstring.transport.arena.Arena;
import dev.bowstring.transport.arena.Block;
import dev.bowstring.transport.arena.Rehearsal;
import dev.bowstring.transport.layout.MessageBlockLayout;
import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.segment.Fence;
import java.util.Objects;
import org.agrona.collections.LongHashSet;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * The publisher's half of the protocol: commit, retire, scan. Under the output's lock; wait-free, its work is bounded by
 * the number of readers and pins.
 */
final class Publisher {
    private static final int LEAST_INTERVAL = 16;
    private static final int PINS_PER_MESSAGE = 16;

    private final AtomicBuffer ring;
    private final @Nullable Payload[] window;
    private final ReaderTable readers;
    private final Gate gate;
    private final Arena arena;
    private final Limbo limbo;
    private final Fence fence;
    private final NanoClock clock;
    private final long intervalMask;
    private final LongHashSet pins = new LongHashSet();
    private int most = 1;
    /** The next sequence to be committed. */
    private long tail;
    /** The next sequence to be written: those from {@link #tail} on are committed together. */
    private long written;

    private long oldest;
    private boolean closed;

    /** A publisher that continues where the ring stands; {@code recovered} says what its memory holds. */
    Publisher(AtomicBuffer ring, int slots, Recovered recovered, ReaderTable readers, Arena arena, Machine machine) {
        this.ring = ring;
        this.readers = readers;
        this.arena = arena;
        this.fence = machine.fence();
        this.clock = machine.clock();
        this.gate = new Gate(readers);
        this.limbo = new Limbo(arena);
        this.window = new Payload[slots];
        this.tail = recovered.tail();
        this.written = tail;
        this.oldest = recovered.oldest();
        for (int i = 0; i < recovered.window().size(); i++) {
            window[index(oldest + i)] = recovered.window().get(i);
        }
        this.closed = recovered.closed();
        recovered.pinned().forEach(limbo::add);
        this.intervalMask = interval(readers.pins(), slots) - 1L;
    }

    /** How often memory is given back: rarely enough that reading all pins costs a message little, however many there are. */
    private static int interval(int pins, int slots) {
        int wanted = Integer.highestOneBit(Math.max(LEAST_INTERVAL, pins / PINS_PER_MESSAGE));
        return Math.max(1, Math.min(wanted, slots / 4));
    }

    /** How many messages were committed. */
    long tail() {
        return tail;
    }

    /** The sequence of the next message. */
    long next() {
        return written;
    }

    /**
     * From now on so many messages are committed together, unless {@link #commit} is called before. At most half of the
     * shortest queue, so that a reader which keeps up loses nothing, and its publisher goes on meanwhile; and at most a quarter
     * of the slots, so that the oldest message of the window is a committed one.
     */
    void burst(int messages) {
        commit();
        most = Math.max(1, Math.min(messages, window.length / 4));
    }

    /** Whether a message could be taken now. */
    Room room() {
        if (closed) {
            return Room.CLOSED;
        }
        return gate.isOpen(written) && slotFree() ? Room.ROOM : Room.QUEUE_FULL;
    }

    /** Whether a wait for queues is worth ending: several messages could be committed, or none ever. */
    boolean roomy() {
        return closed || gate.isWide(written);
    }

    /** Takes a message, and commits it unless it is to be committed together with others. */
    Room publish(Payload message) {
        Room room = room();
        if (room != Room.ROOM) {
            commit(); // readers make room by taking what there is
            return room;
        }
        write(message);
        message.accepted(arena);
        if (++written - tail >= Math.min(most, gate.mostTogether())) {
            commit();
        }
        return Room.ROOM;
    }

    /**
     * Commits what was taken: one store, one clock read and one fence, however many they are.
     *
     * @return whether there was anything
     */
    boolean commit() {
        if (written == tail) {
            return false;
        }
        stamp(clock.nanoTime());
        long before = tail;
        tail = written;
        ring.putLongRelease(TAIL, tail); // W4, the commit (L2); pairs with the acquire of every reader
        fence.full(); // a reader that sets WAITING_INPUT after this sees TAIL when it looks again
        readers.ringForInput();
        if ((before ^ tail) > intervalMask) { // an interval has ended
            retire(readers.surplusBelow(tail));
            scan();
        }
        return true;
    }

    private void stamp(long nowNs) {
        for (long sequence = tail; sequence < written; sequence++) {
            ring.putLong(RingLayout.slot(sequence, window.length) + SLOT_PUBLISH_TIME, nowNs);
        }
    }

    private boolean slotFree() {
        if (written - oldest == window.length) {
            retire(readers.retirable(oldest + 1));
        }
        return written - oldest < window.length;
    }

    private void write(Payload message) {
        message.sequence(written);
        Block block = message.messageBlock();
        block.buffer().putLong((int) block.offset() + MessageBlockLayout.SEQUENCE, written); // W2
        int slot = RingLayout.slot(written, window.length);
        ring.putLong(slot + SLOT_SEQUENCE, written); // W3, a slot outside the window (L3)
        ring.putInt(slot + SLOT_ARENA, block.arena());
        ring.putInt(slot + SLOT_MESSAGE_LENGTH, message.messageLength());
        ring.putLong(slot + SLOT_OFFSET, block.offset());
        ring.putInt(slot + SLOT_SCHEMA, message.schemaId());
        ring.putInt(slot + SLOT_FLAGS, message.flags());
        ring.putLong(slot + SLOT_ROWS, message.rows());
        ring.putLong(slot + SLOT_DESCRIBED_SINCE, message.describedSince());
        window[index(written)] = message;
    }

    private Payload inWindow(long sequence) {
        return Objects.requireNonNull(window[index(sequence)]);
    }

    private int index(long sequence) {
        return (int) sequence & (window.length - 1);
    }

    /** Takes all messages below {@code bound} out of the window; a bound at or below OLDEST changes nothing. */
    private void retire(long bound) {
        if (bound <= oldest) {
            return;
        }
        ring.putLongVolatile(OLDEST, bound); // W1: from here no reader may newly take them; pairs with H1 and H2
        fence.full(); // StoreLoad: pins read from here on are at least as new as the retirement
        for (long sequence = oldest; sequence < bound; sequence++) {
            limbo.add(inWindow(sequence));
            window[index(sequence)] = null;
        }
        oldest = bound;
    }

    private void scan() {
        if (!limbo.isEmpty()) {
            readPins();
            limbo.sweep(pins);
        }
    }

    private void readPins() {
        pins.clear();
        readers.collectPins(pins);
    }

    /** Gives back the memory of every message that no reader may take and none holds. */
    void reclaim() {
        retire(readers.surplusBelow(tail));
        scan();
    }

    /**
     * Takes messages away from LOSSY readers, oldest first and no more than needed, so that {@code bytes} become free.
     *
     * @return false if no retirement would make enough room; then nothing was retired
     */
    boolean evict(long bytes) {
        readPins();
        long bound = evictionBound(bytes);
        if (bound == oldest) {
            return false;
        }
        retire(bound);
        scan(); // again: a pin may have come between the first look and W1
        return true;
    }

    private long evictionBound(long bytes) {
        Rehearsal rehearsal = arena.rehearse(bytes);
        long most = readers.retirable(tail);
        for (long sequence = oldest; sequence < most; sequence++) {
            Payload message = inWindow(sequence);
            if (!pins.contains(message.identity()) && message.fitsWithout(rehearsal)) {
                return sequence + 1;
            }
        }
        return oldest;
    }

    /** Whether all memory that messages ever took is free again, so that waiting for more is in vain. */
    boolean holdsNothing() {
        return written == oldest && limbo.isEmpty();
    }

    /** Ends the output behind its last message. */
    void close() {
        if (!closed) {
            commit();
            closed = true;
            ring.putLongRelease(CLOSED_AT, tail + 1);
            fence.full();
            readers.ringForInput();
        }
    }
}
