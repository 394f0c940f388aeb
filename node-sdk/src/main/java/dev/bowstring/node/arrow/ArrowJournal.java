package dev.bowstring.node.arrow;

import dev.bowstring.transport.journal.JournalRecord;
import dev.bowstring.transport.layout.JournalRecordLayout;
import dev.bowstring.transport.message.CorruptMessageException;
import dev.bowstring.transport.message.MessageReader;
import dev.bowstring.transport.message.MetadataCodec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongFunction;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The Arrow side of a journal: vectors over the mapped file of its queue, without a copy. One consumer thread receives; what
 * it received may be closed on any thread, and keeps the file mapped until then.
 */
public final class ArrowJournal {
    private final LongFunction<byte[]> schemaBytes;
    private final NodeMemory memory;
    private final BufferAllocator allocator;
    private final MessageReader reader = new MessageReader();
    private final Map<Long, ReceivedSchema> schemas = new HashMap<>();
    private final int most;
    private final Pins pins;

    /**
     * @param schemaBytes the encapsulated Arrow IPC schema message of an index that a record names
     * @param name of the allocator, for messages about leaks
     * @param most how many messages are held at a time
     */
    public ArrowJournal(LongFunction<byte[]> schemaBytes, NodeMemory memory, String name, int most) {
        this.schemaBytes = schemaBytes;
        this.memory = memory;
        this.allocator = memory.ordinaryChild(name);
        this.most = most;
        this.pins = new Pins(most);
    }

    /**
     * Makes vectors of a record that was taken. From here on its pin is the received message's.
     *
     * @throws CorruptMessageException if it is not what an appender writes; then the pin was released
     */
    public Received receive(JournalRecord record) {
        int pin = pins.put(record.pin());
        boolean loaded = false;
        try {
            Received received = load(record, pin);
            loaded = true;
            return received;
        } finally {
            if (!loaded) {
                pins.release(pin);
            }
        }
    }

    private Received load(JournalRecord record, int pin) {
        UnsafeBuffer bytes = record.bytes();
        reader.read(bytes, JournalRecordLayout.LENGTH, arena -> arena == 0 ? bytes.capacity() : 0);
        long[] blocks = new long[reader.blockCount()];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = record.address() + reader.blockOffset(i);
        }
        Map<String, Object> metadata = metadata(bytes);
        ReceivedRoot root = schemas.computeIfAbsent(
                        record.schemaIndex(), at -> new ReceivedSchema(schemaBytes.apply(at), allocator, most))
                .take();
        Received received = root.memory(pins, allocator);
        received.begin(pin, reader.bufferCount());
        received.quiet();
        try {
            root.check(reader);
            root.load(reader, received, blocks);
        } finally {
            received.loudAlone(); // nobody has seen it yet
        }
        received.loaded(root, metadata);
        return received;
    }

    private Map<String, Object> metadata(UnsafeBuffer bytes) {
        int length = reader.metadataBytes();
        int at = JournalRecordLayout.LENGTH + reader.length() - length;
        return length == 0 ? Map.of() : MetadataCodec.decode(bytes, at, length);
    }

    /** Rows in ordinary memory, which is the caller's to close. Any thread. */
    public CopiedRows copy(Rows message) {
        return CopiedRows.of(message.root(), message.dictionaries(), memory.root());
    }

    /** The pins of what is held, by number. The consumer puts, any thread releases. */
    private static final class Pins implements Received.Keeper {
        private final AtomicReferenceArray<JournalRecord.@Nullable Pin> held;

        Pins(int most) {
            held = new AtomicReferenceArray<>(most);
        }

        int put(JournalRecord.Pin pin) {
            for (int i = 0; i < held.length(); i++) {
                if (held.get(i) == null) {
                    held.set(i, pin);
                    return i;
                }
            }
            pin.release();
            throw new IllegalStateException("journal: more than " + held.length() + " messages are held");
        }

        @Override
        public void release(int number) {
            JournalRecord.Pin pin = held.getAndSet(number, null);
            if (pin != null) {
                pin.release();
            }
        }
    }

    /**
     * Closes the allocator, after the last message was closed.
     *
     * @return what the user has not closed, if there is any
     */
    public Optional<String> close() {
        return memory.close(allocator);
    }
}
