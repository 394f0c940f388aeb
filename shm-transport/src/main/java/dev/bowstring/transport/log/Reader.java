package dev.bowstring.transport.log;

import static dev.bowstring.transport.layout.ReaderLayout.CURSOR;
import static dev.bowstring.transport.layout.ReaderLayout.RECEIVED;
import static dev.bowstring.transport.layout.ReaderLayout.START;
import static dev.bowstring.transport.layout.ReaderLayout.pin;
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

import dev.bowstring.transport.doorbell.Doorbell;
import dev.bowstring.transport.layout.HeaderLayout;
import dev.bowstring.transport.layout.MessageBlockLayout;
import dev.bowstring.transport.layout.Pin;
import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.segment.Fence;
import org.agrona.concurrent.AtomicBuffer;

/**
 * A reader's half of the protocol. One consumer thread polls; any thread may {@link #release}. Lock-free: a LOSSY reader
 * that is lapped tries again, at most {@value #MAX_ATTEMPTS} times.
 */
final class Reader {
    private static final int MAX_ATTEMPTS = 64;
    private static final int ATTEMPTS_BEFORE_NEWEST = 8;
    private static final long NONE = Long.MAX_VALUE;

    private final AtomicBuffer ring;
    private final AtomicBuffer own;
    private final OutputControl control;
    private final RoomBell roomBell;
    private final Fence fence;
    private final int slots;
    private final int pins;
    private final int number;
    private final int queueSize;
    private final boolean atLeastOnce;
    private final boolean firm;
    private final Restarts restarts;
    private long cursor;
    private long tailSeen;
    private long received;
    private int nextPin;

    /**
     * A reader that continues where its file stands.
     *
     * @param atLeastOnce whether CURSOR moves when a message is {@link #finished}, so that what a life of this reader has
     *     taken and not finished comes again in the next one. It holds one message at a time, and is BLOCKING
     */
    Reader(
            RingView view,
            ReaderFile file,
            OutputControl control,
            Doorbell publisher,
            Fence fence,
            boolean atLeastOnce) {
        this.atLeastOnce = atLeastOnce;
        this.ring = view.words();
        this.slots = view.slots();
        this.own = file.words();
        this.pins = file.pins();
        this.number = file.number();
        this.control = control;
        this.queueSize = control.queueSize(number);
        this.firm = control.firm(number);
        this.roomBell = new RoomBell(publisher, fence, firm, queueSize);
        this.fence = fence;
        this.cursor = own.getLongVolatile(CURSOR);
        this.received = own.getLongVolatile(RECEIVED);
        this.restarts = new Restarts(control, fence, cursor);
    }

    /** The whole ring file, and how many slots it has. */
    record RingView(AtomicBuffer words, int slots) {}

    /** A whole reader file, how many pins it has and which reader it is. */
    record ReaderFile(AtomicBuffer words, int pins, int number) {}

    /** Where it was let in: the supervisor's word, of before it was opened. */
    long start() {
        return own.getLongAcquire(START);
    }

    /** Takes the next message, pins it and says where it lies. */
    Poll poll(Taken into) {
        roomBell.consumer(Thread.currentThread());
        return firm ? pollFirm(into) : pollUnpromised(into);
    }

    /** The next message cannot be retired before CURSOR has passed it, so its place is certain (L10). */
    private Poll pollFirm(Taken into) {
        if (!hasNextFirm()) {
            return atTail(tailSeen, into);
        }
        if (restarts.due(cursor)) {
            return restarts.tell(into);
        }
        int pin = freePin();
        if (pin < 0) {
            roomBell.idle();
            return Poll.NO_PIN;
        }
        if (copySlot(cursor, into) != cursor || !plausible(into)) {
            return Poll.CORRUPT;
        }
        // H1 of a firm edge: whoever acquires the CURSOR of H3, and retires the message, sees the pin as well.
        own.putLongRelease(pin(pin), Pin.identity(into.arena, into.offset, cursor));
        into.pin = pin;
        nextPin = pin + 1;
        passed(cursor, true);
        return Poll.TAKEN;
    }

    /** TAIL is looked at only when all that was seen has been taken: its line is the publisher's. */
    private boolean hasNextFirm() {
        if (cursor >= tailSeen) {
            tailSeen = ring.getLongAcquire(TAIL); // pairs with W4
        }
        if (cursor < tailSeen) {
            return true;
        }
        roomBell.idle();
        return false;
    }

    private Poll pollUnpromised(Taken into) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            long tail = ring.getLongAcquire(TAIL); // pairs with W4
            if (cursor == tail) {
                return atTail(tail, into);
            }
            boolean blocking = control.blocking(number);
            long sequence = attempt < ATTEMPTS_BEFORE_NEWEST ? next(tail, blocking) : newest(tail, blocking);
            if (restarts.due(sequence)) {
                return restarts.tell(into);
            }
            if (sequence >= tail) {
                moveCursor(sequence); // what was skipped shows as dropped (L10)
                continue;
            }
            Poll poll = tryTake(sequence, blocking, into);
            if (poll != Poll.NOTHING) {
                return poll;
            }
        }
        return Poll.NOTHING;
    }

    private Poll atTail(long tail, Taken into) {
        fetchEarly(tail);
        boolean ended = ring.getLongAcquire(CLOSED_AT) == tail + 1;
        if (restarts.due(tail)) { // after CLOSED_AT: a life that sent nothing may have ended the output
            return restarts.tell(into);
        }
        return ended ? Poll.CLOSED : Poll.NOTHING;
    }

    /** Asks for the line of the slot that comes next while there is nothing else to do: it arrives with TAIL. */
    private void fetchEarly(long tail) {
        ring.getLongOpaque(RingLayout.slot(tail, slots));
    }

    private long next(long tail, boolean blocking) {
        long sequence = Math.max(cursor, ring.getLongVolatile(OLDEST));
        return blocking ? sequence : Math.max(sequence, tail - queueSize);
    }

    private long newest(long tail, boolean blocking) {
        return blocking ? next(tail, true) : Math.max(next(tail, false), tail - 1);
    }

    /** NOTHING means that the message was retired before it was pinned. */
    private Poll tryTake(long sequence, boolean blocking, Taken into) {
        int pin = freePin();
        if (pin < 0) {
            return Poll.NO_PIN;
        }
        long slotSequence = copySlot(sequence, into);
        // H1, volatile, and H2, a volatile load: W1 and the scan after it cannot both miss each other (L5, StoreLoad).
        own.putLongVolatile(pin(pin), Pin.identity(into.arena, into.offset, sequence));
        if (ring.getLongVolatile(OLDEST) > sequence) {
            release(pin);
            return Poll.NOTHING;
        }
        if (slotSequence != sequence || !plausible(into)) {
            release(pin);
            return Poll.CORRUPT;
        }
        into.pin = pin;
        nextPin = pin + 1;
        passed(sequence, blocking);
        return Poll.TAKEN;
    }

    /** H3 */
    private void passed(long sequence, boolean blocking) {
        if (atLeastOnce) {
            cursor = sequence + 1;
            return;
        }
        moveCursor(sequence + 1);
        if (blocking) {
            roomBell.taken();
        }
    }

    /** A pin word of 0 is free: only this process writes it, and only its consumer fills it. */
    private int freePin() {
        for (int i = 0; i < pins; i++) {
            int candidate = nextPin + i < pins ? nextPin + i : nextPin + i - pins;
            if (own.getLongAcquire(pin(candidate)) == Pin.NONE) {
                return candidate;
            }
        }
        return -1;
    }

    private long copySlot(long sequence, Taken into) {
        int slot = RingLayout.slot(sequence, slots);
        into.sequence = sequence;
        into.publishTimeNs = ring.getLong(slot + SLOT_PUBLISH_TIME);
        into.arena = ring.getInt(slot + SLOT_ARENA);
        into.length = ring.getInt(slot + SLOT_MESSAGE_LENGTH);
        into.offset = ring.getLong(slot + SLOT_OFFSET);
        into.schemaId = ring.getInt(slot + SLOT_SCHEMA);
        into.flags = ring.getInt(slot + SLOT_FLAGS);
        into.rows = ring.getLong(slot + SLOT_ROWS);
        into.describedSince = ring.getLong(slot + SLOT_DESCRIBED_SINCE);
        return ring.getLong(slot + SLOT_SEQUENCE);
    }

    private boolean plausible(Taken message) {
        return message.arena >= 0
                && message.arena < control.arenas()
                && message.length >= MessageBlockLayout.HEADER_LENGTH
                && message.offset >= HeaderLayout.LENGTH
                && (message.offset & (MessageBlockLayout.ALIGNMENT - 1)) == 0
                && message.offset <= control.arenaBytes(message.arena) - message.length;
    }

    private void moveCursor(long to) {
        cursor = to;
        own.putLongRelease(CURSOR, to); // pairs with the acquire before W1
    }

    /** Counts the message last taken as received: just before it is handed out. */
    void received() {
        own.putLongRelease(RECEIVED, ++received);
    }

    /** H3 of an at-least-once reader: what was taken last need not come again. Counts it, and lets go of it. */
    void finished(Taken message) {
        moveCursor(message.sequence + 1); // before RECEIVED: nobody sees fewer than 0 dropped
        received();
        release(message.pin);
        if (firm) {
            roomBell.taken(); // a publisher with a full queue need not wait until this reader has emptied it
        }
    }

    /**
     * Lets go of a message; its memory may be written from here on. Any thread, once for each message taken.
     *
     * @return whether there was a fence after it; else the consumer itself let go, which does not sleep for a pin
     */
    boolean release(int pin) {
        own.putLongRelease(pin(pin), Pin.NONE);
        return roomBell.released();
    }

    /**
     * When the message that {@link #poll} would take next was committed, or the restart took place that it would tell;
     * {@link Long#MAX_VALUE} if there is neither. Only to order the heads of several inputs: a LOSSY reader may find a later one when it polls.
     */
    long headTimeNs() {
        roomBell.consumer(Thread.currentThread());
        if (firm) {
            return headTimeFirm();
        }
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            long tail = ring.getLongAcquire(TAIL);
            if (cursor == tail) {
                fetchEarly(tail);
                return restarts.due(tail) ? restarts.timeNs() : NONE;
            }
            long sequence = next(tail, control.blocking(number));
            if (restarts.due(sequence)) {
                return restarts.timeNs();
            }
            if (sequence >= tail) {
                moveCursor(sequence);
                continue;
            }
            long time = ring.getLong(RingLayout.slot(sequence, slots) + SLOT_PUBLISH_TIME);
            fence.load(); // the slot was read before OLDEST
            if (ring.getLongVolatile(OLDEST) <= sequence) {
                return time;
            }
        }
        return NONE;
    }

    private long headTimeFirm() {
        boolean next = hasNextFirm();
        if (!next) {
            fetchEarly(cursor);
        }
        if (restarts.due(cursor)) {
            return restarts.timeNs();
        }
        return next ? ring.getLong(RingLayout.slot(cursor, slots) + SLOT_PUBLISH_TIME) : NONE;
    }

    /** Whether the publisher has ended the output, this reader has come to its end, and nothing is left to tell. */
    boolean closed() {
        return ring.getLongAcquire(CLOSED_AT) == cursor + 1 && !restarts.due(cursor);
    }

    /** How many messages of this reader are pinned now. */
    int held() {
        int held = 0;
        for (int i = 0; i < pins; i++) {
            if (own.getLongAcquire(pin(i)) != Pin.NONE) {
                held++;
            }
        }
        return held;
    }
}
