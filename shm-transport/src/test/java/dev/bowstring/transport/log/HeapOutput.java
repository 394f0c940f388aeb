package dev.bowstring.transport.log;

import dev.bowstring.transport.arena.Arena;
import dev.bowstring.transport.arena.Block;
import dev.bowstring.transport.doorbell.Doorbell;
import dev.bowstring.transport.doorbell.Futex;
import dev.bowstring.transport.layout.DoorbellLayout;
import dev.bowstring.transport.layout.OutputControlLayout;
import dev.bowstring.transport.layout.Pin;
import dev.bowstring.transport.layout.ReaderLayout;
import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.message.MessageShape;
import dev.bowstring.transport.message.MessageWriter;
import dev.bowstring.transport.segment.Fence;
import dev.bowstring.transport.sim.Order;
import dev.bowstring.transport.sim.SimulatedBuffer;
import dev.bowstring.transport.sim.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The files of one output on the heap, for one thread: written by hand, or by the real publisher and reader. */
final class HeapOutput {
    static final int SLOTS = 8;
    static final int PINS = 8;
    private static final long DISTANCE = 1L << 32;

    /** Where something lies. */
    record Place(int arena, long offset, long length) {}

    final AtomicBuffer ring = new UnsafeBuffer(new byte[(int) RingLayout.fileLength(SLOTS)]);
    final List<AtomicBuffer> readers = new ArrayList<>();
    final List<AtomicBuffer> arenas = new ArrayList<>();
    final SupervisedOutput supervised;
    private final AtomicBuffer control;
    private final Doorbell nobody = new Doorbell(new UnsafeBuffer(new byte[DoorbellLayout.FILE_LENGTH]), new NoFutex());

    private static final class NoFutex implements Futex {
        @Override
        public int await(long address, int expected, long timeoutNs) {
            return WOKEN;
        }

        @Override
        public void wakeAll(long address) {}
    }

    HeapOutput(int readerCount, int arenaBytes, int arenaCount) {
        control = new UnsafeBuffer(new byte[(int) OutputControlLayout.fileLength(readerCount)]);
        for (int i = 0; i < readerCount; i++) {
            readers.add(new UnsafeBuffer(new byte[(int) ReaderLayout.fileLength(PINS)]));
        }
        supervised = new SupervisedOutput(ring, control, readers);
        for (int i = 0; i < arenaCount; i++) {
            arenas.add(new UnsafeBuffer(new byte[arenaBytes]));
            supervised.addArena(arenaBytes);
        }
        for (int i = 0; i < readerCount; i++) {
            supervised.limitPins(i, PINS);
            supervised.declareReader(i, "r" + i + "/in", false, 2);
        }
    }

    /** Describes a message whose blocks are these. */
    void writeMessage(long sequence, Place message, Place... blocks) {
        describe(arenas.get(message.arena), message, blocks);
        arenas.get(message.arena).putLong((int) message.offset, sequence);
    }

    /** As {@link #writeMessage}, but the publisher dies of it: of its stores any have become visible. */
    void writeMessageInPart(Random random, Place message, Place... blocks) {
        describe(SimulatedBuffer.over(new SomeStores(random, arenas.get(message.arena))), message, blocks);
    }

    private record SomeStores(Random random, AtomicBuffer file) implements Words {
        @Override
        public long load(int offset, int length) {
            throw new UnsupportedOperationException("a writer does not read");
        }

        @Override
        public void store(int offset, int length, long value, Order order) {
            if (random.nextBoolean()) {
                if (length == Long.BYTES) {
                    file.putLong(offset, value);
                } else {
                    file.putInt(offset, (int) value);
                }
            }
        }

        @Override
        public long add(int offset, int length, long delta) {
            throw new UnsupportedOperationException("a writer does not add");
        }

        @Override
        public int capacity() {
            return file.capacity();
        }

        @Override
        public long address() {
            return 0;
        }
    }

    private static void describe(AtomicBuffer file, Place message, Place... blocks) {
        MessageShape shape = new MessageShape(blocks.length, 0, 0, 0, 0, 0);
        MessageWriter writer = MessageWriter.begin(file, message.offset, shape);
        for (int i = 0; i < blocks.length; i++) {
            writer.block(i, blocks[i].arena, blocks[i].offset, blocks[i].length);
        }
    }

    /** Puts a message that has been written into its slot. */
    void commit(long sequence, Place message) {
        int slot = RingLayout.slot(sequence, SLOTS);
        ring.putLong(slot + RingLayout.SLOT_SEQUENCE, sequence);
        ring.putInt(slot + RingLayout.SLOT_ARENA, message.arena);
        ring.putLong(slot + RingLayout.SLOT_OFFSET, message.offset);
        ring.putLong(RingLayout.TAIL, sequence + 1);
    }

    void window(long oldest, long tail) {
        ring.putLong(RingLayout.OLDEST, oldest);
        ring.putLong(RingLayout.TAIL, tail);
    }

    void pin(int reader, int pin, long identity) {
        readers.get(reader).putLong(ReaderLayout.pin(pin), identity);
    }

    void pin(int reader, int pin, Place message, long sequence) {
        pin(reader, pin, Pin.identity(message.arena, message.offset, sequence));
    }

    /** A publisher's life that begins now. */
    Life recover() {
        return new Life();
    }

    /** All readers as a publisher sees them. */
    ReaderTable table() {
        return new ReaderTable(new OutputControl(control), readers, List.of());
    }

    Reader reader(int number) {
        return new Reader(
                new Reader.RingView(ring, SLOTS),
                new Reader.ReaderFile(readers.get(number), PINS, number),
                new OutputControl(control),
                nobody,
                Fence.HARDWARE,
                false);
    }

    final class Life {
        final Arena arena = new Arena();
        final Publisher publisher;
        final Memory memory;

        Life() {
            for (int i = 0; i < arenas.size(); i++) {
                arena.addFile(
                        i, arenas.get(i), (i + 1) * DISTANCE, arenas.get(i).capacity());
            }
            ReaderTable table = table();
            Recovered recovered = new Recovery(ring, SLOTS, table, arena, new BlockLists(arenas)).run();
            publisher = new Publisher(ring, SLOTS, recovered, table, arena, Machine.HARDWARE);
            memory = new Memory(arena, publisher);
        }

        /** Whether exactly this is in use as one block. */
        boolean uses(Place place) {
            Block block = arena.blockContaining((place.arena + 1) * DISTANCE + place.offset);
            return block != null
                    && block.arena() == place.arena
                    && block.offset() == place.offset
                    && block.length() == place.length;
        }

        /** Whether all of this is in use, be it as parts of other blocks. */
        boolean keeps(Place place) {
            for (long at = place.offset; at < place.offset + place.length; at += 64) {
                if (arena.blockContaining((place.arena + 1) * DISTANCE + at) == null) {
                    return false;
                }
            }
            return true;
        }

        /** Whether nothing of this is in use. */
        boolean isFree(Place place) {
            for (long at = place.offset; at < place.offset + place.length; at += 64) {
                if (arena.blockContaining((place.arena + 1) * DISTANCE + at) != null) {
                    return false;
                }
            }
            return true;
        }
    }
}
