package dev.bowstring.transport.log;

import static dev.bowstring.transport.layout.RingLayout.SLOT_ARENA;
import static dev.bowstring.transport.layout.RingLayout.SLOT_OFFSET;

import dev.bowstring.transport.arena.Arena;
import dev.bowstring.transport.arena.Block;
import dev.bowstring.transport.layout.Pin;
import dev.bowstring.transport.layout.RingLayout;
import java.util.ArrayList;
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
        return new Recovered(oldest, window, pinned(oldest), closed);
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

    /**
     * What pins name outside the window. A reader that has passed H2 has a message that nobody has written since (L3), so
     * its pin tells the truth. One that stopped before H2 may name a block that was given away: its number may stand there
     * still while the rest is half written over, by any of the lives since. Nobody can tell the two apart, so that nothing
     * is believed at the cost of another: all that any of them names is kept, parts that overlap too, until its pin goes.
     */
    private List<Payload> pinned(long oldest) {
        LongHashSet pins = new LongHashSet();
        readers.collectPins(pins);
        List<Payload> messages = new ArrayList<>();
        for (LongHashSet.LongIterator next = pins.iterator(); next.hasNext(); ) {
            long pin = next.nextValue();
            BlockList list = followed(pin);
            if (list != null && list.sequence() < oldest) { // what was never committed nobody has taken
                messages.add(covered(list, pin));
            }
        }
        return messages;
    }

    /** What a pin names, or null if the block does not carry its sequence: that reader has not passed H2, and will not. */
    private @Nullable BlockList followed(long pin) {
        return blocks.read(Pin.arena(pin), Pin.offset(pin), Pin.sequenceBits(pin));
    }

    private Payload covered(BlockList list, long pin) {
        List<Block> covered = new ArrayList<>();
        cover(list.message(), covered);
        list.blocks().forEach(place -> cover(place, covered));
        Payload payload = payload(covered);
        payload.found(list.sequence(), pin);
        return payload;
    }

    private void cover(BlockList.Place place, List<Block> covered) {
        if (!arena.cover(place.arena(), place.offset(), place.length(), covered)) {
            throw new IllegalStateException("read, but no place of the arena: " + place);
        }
    }

    /** Marks all blocks of a message of the window as used; null if one of them partly overlaps another. */
    private @Nullable Payload mark(BlockList list) {
        List<Block> marked = new ArrayList<>();
        if (!mark(list.message(), marked)) {
            return null;
        }
        for (BlockList.Place place : list.blocks()) {
            if (!mark(place, marked)) {
                return null;
            }
        }
        Payload payload = payload(marked);
        payload.sequence(list.sequence());
        return payload;
    }

    private boolean mark(BlockList.Place place, List<Block> marked) {
        Block block = arena.markUsed(place.arena(), place.offset(), place.length());
        return block != null && marked.add(block);
    }

    private static Payload payload(List<Block> blocks) {
        return new Payload(blocks.get(0), blocks.subList(1, blocks.size()).toArray(Block[]::new));
    }
}
