package dev.bowstring.transport.log;

import dev.bowstring.transport.arena.Arena;
import dev.bowstring.transport.arena.Block;
import dev.bowstring.transport.doorbell.Doorbell;
import dev.bowstring.transport.doorbell.Futex;
import dev.bowstring.transport.layout.DoorbellLayout;
import dev.bowstring.transport.layout.MessageBlockLayout;
import dev.bowstring.transport.layout.OutputControlLayout;
import dev.bowstring.transport.layout.ReaderLayout;
import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.segment.Fence;
import java.util.List;
import java.util.Objects;
import org.agrona.concurrent.UnsafeBuffer;

/** A whole output log on the heap, small enough to be made anew for every race: one LOSSY reader with a queue of one. */
final class HeapOutput {
    private static final int SLOTS = 4;
    private static final int PINS = 2;
    private static final int ARENA_BYTES = 1024;
    private static final long ANY_ADDRESS = 4096; // nothing here is found by its address
    private static final UnsafeBuffer SILENT_BELL = buffer(DoorbellLayout.FILE_LENGTH);

    final Publisher publisher;
    final Reader reader;
    private final SupervisedOutput supervised;
    private final UnsafeBuffer ring = buffer(RingLayout.fileLength(SLOTS));
    private final UnsafeBuffer readerWords = buffer(ReaderLayout.fileLength(PINS));
    private final Arena arena = new Arena();
    private final UnsafeBuffer memory = buffer(ARENA_BYTES);

    HeapOutput() {
        UnsafeBuffer controlWords = buffer(OutputControlLayout.fileLength(1));
        supervised = new SupervisedOutput(ring, controlWords, List.of(readerWords));
        supervised.limitArenas(ARENA_BYTES);
        supervised.addArena(ARENA_BYTES);
        supervised.limitPins(0, PINS);
        supervised.declareReader(0, "sink/in", false, 1);
        OutputControl control = new OutputControl(controlWords);
        Doorbell silent = new Doorbell(SILENT_BELL, Futex.system());
        ReaderTable readers = new ReaderTable(control, List.of(readerWords), List.of(silent));
        arena.addFile(0, memory, ANY_ADDRESS, ARENA_BYTES);
        Recovered nothing = new Recovered(0, List.of(), List.of(), false);
        publisher = new Publisher(ring, SLOTS, nothing, readers, arena, Machine.HARDWARE);
        reader = new Reader(
                new Reader.RingView(ring, SLOTS),
                new Reader.ReaderFile(readerWords, PINS, 0),
                control,
                silent,
                Fence.HARDWARE,
                false);
    }

    private static UnsafeBuffer buffer(long length) {
        return new UnsafeBuffer(new byte[(int) length]);
    }

    /** Publishes a message whose only content is {@code value}, in memory that is free. */
    void publish(long value) {
        Block block = arena.allocateWarm(MessageBlockLayout.HEADER_LENGTH);
        if (block == null) {
            block = Objects.requireNonNull(arena.allocateFresh(MessageBlockLayout.HEADER_LENGTH));
        }
        block.buffer().putLong((int) block.offset() + MessageBlockLayout.ROWS, value);
        publisher.publish(new Payload(block).describe(MessageBlockLayout.HEADER_LENGTH, 0, value, 0));
    }

    /** Nobody reads here. */
    void free() {
        supervised.free(0);
    }

    /** A reader that the publisher waits for comes in. */
    void attach() {
        supervised.attach(0, true, Fence.HARDWARE);
    }

    /** How many messages are out of the window although the reader has not taken them; 0 or less if none is. */
    long lost() {
        return ring.getLongVolatile(RingLayout.OLDEST) - readerWords.getLongVolatile(ReaderLayout.CURSOR);
    }

    /** What the message just taken says now. */
    long content(Taken taken) {
        return memory.getLong((int) taken.offset() + MessageBlockLayout.ROWS);
    }
}
