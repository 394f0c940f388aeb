package dev.bowstring.transport.log;

import static dev.bowstring.transport.layout.RingLayout.SLOT_ARENA;
import static dev.bowstring.transport.layout.RingLayout.SLOT_OFFSET;

import dev.bowstring.transport.arena.Arena;
import dev.bowstring.transport.arena.Block;
import dev.bowstring.transport.layout.Pin;
import dev.bowstring.transport.layout.RingLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.agrona.collections.LongHashSet;
import org.agrona.concurrent.AtomicBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Derives what memory is in use from the window and from the pins (L4). Run by a publisher before its first message, also
 * in its first life: start-up is recovery. Everything that it does not mark is free.
 */
final class Recovery {
    private final AtomicBuffer ring;
    private final int slots;
    private final ReaderTable readers;
    private final Arena arena;
    private final BlockLists blocks;

    Recovery(AtomicBuffer ring, int slots, ReaderTable readers, Arena arena, BlockLists blocks) {
        this.ring = ring;
        this.slots = slots;
        this.readers = readers;
        this.arena = arena;
        this.blocks = blocks;
    }

    /**
     * @throws CorruptLogException if the window is not what a publisher left there
     */
    Recovered run() {
        long tail = ring.getLongVolatile(RingLayout.TAIL);
        long oldest = ring.getLongVolatile(RingLayout.OLDEST);
        if (oldest < 0 || tail < oldest || tail - oldest > slots) {
            throw new CorruptLogException("window: oldest=" + oldest + " tail=" + tail + " slots=" + slots);
        }
        List<Payload> window = new ArrayList<>();
        for (long sequence = oldest; sequence < tail; sequence++) {
            window.add(windowMessage(sequence));
        }
        boolean closed = ring.getLongVolatile(RingLayout.CLOSED_AT) != 0;
        return new Recovered(oldest, window, pinned(oldest, tail), closed);
    }

    private Payload windowMessage(long sequence) {
        int slot = RingLayout.slot(sequence, slots);
        int number = ring.getInt(slot + SLOT_ARENA);
        long offset = ring.getLong(slot + SLOT_OFFSET);
        BlockList list = ring.getLong(slot) == sequence ? blocks.read(number, offset, (int) (sequence + 1)) : null;
        if (list == null || list.sequence() != sequence) {
            throw new CorruptLogException("window: message " + sequence + " is damaged");
        }
        Payload message = mark(list);
        if (message == null) {
            throw new CorruptLogException("window: message " + sequence + " overlaps another");
        }
        return message;
    }

    /** Newest first: of two that overlap, the lower sequence is stale. */
    private List<Payload> pinned(long oldest, long tail) {
        LongHashSet pins = new LongHashSet();
        readers.collectPins(pins);
        List<BlockList> lists = new ArrayList<>();
        for (LongHashSet.LongIterator pin = pins.iterator(); pin.hasNext(); ) {
            BlockList list = followed(pin.nextValue());
            if (list != null && (list.sequence() < oldest || list.sequence() >= tail)) {
                lists.add(list);
            }
        }
        lists.sort(Comparator.comparingLong(BlockList::sequence).reversed());
        List<Payload> messages = new ArrayList<>();
        for (BlockList list : lists) {
            Payload message = mark(list);
            if (message != null) {
                messages.add(message);
            }
        }
        return messages;
    }

    /** What a pin names, or null if the block does not carry its sequence: that reader has not passed H2, and will not. */
    private @Nullable BlockList followed(long pin) {
        return blocks.read(Pin.arena(pin), Pin.offset(pin), Pin.sequenceBits(pin));
    }

    /** Marks all blocks of a message as used, or none. */
    private @Nullable Payload mark(BlockList list) {
        List<Block> marked = new ArrayList<>();
        Block message = mark(list.message(), marked);
        for (BlockList.Place place : list.blocks()) {
            if (message == null || mark(place, marked) == null) {
                marked.forEach(arena::drop);
                return null;
            }
        }
        if (message == null) {
            return null;
        }
        Payload payload = new Payload(message, marked.subList(1, marked.size()).toArray(Block[]::new));
        payload.sequence(list.sequence());
        return payload;
    }

    private @Nullable Block mark(BlockList.Place place, List<Block> marked) {
        Block block = arena.markUsed(place.arena(), place.offset(), place.length());
        if (block != null) {
            marked.add(block);
        }
        return block;
    }
}
