package dev.bowstring.node.arrow;

import dev.bowstring.transport.journal.JournalReader;
import dev.bowstring.transport.journal.JournalRecord;
import dev.bowstring.transport.layout.JournalRecordLayout;
import dev.bowstring.transport.message.CorruptMessageException;
import dev.bowstring.transport.message.MessageReader;
import dev.bowstring.transport.message.MetadataCodec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.agrona.concurrent.UnsafeBuffer;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The Arrow side of a journal: vectors over the mapped file of its queue, without a copy. One consumer thread receives; what
 * it received may be closed on any thread, and keeps the file mapped until then.
 */
public final class ArrowJournal {
    private final JournalReader journal;
    private final NodeMemory memory;
    private final BufferAllocator allocator;
    private final MessageReader reader = new MessageReader();
    private final Map<Long, ReceivedSchema> schemas = new HashMap<>();
    private final int most;

    /**
     * @param name of the allocator, for messages about leaks
     * @param most how many messages are held at a time
     */
    public ArrowJournal(JournalReader journal, NodeMemory memory, String name, int most) {
        this.journal = journal;
        this.memory = memory;
        this.allocator = memory.ordinaryChild(name);
        this.most = most;
    }

    /**
     * Makes vectors of a record that was taken. From here on its pin is the received message's.
     *
     * @throws CorruptMessageException if it is not what an appender writes; then the pin was released
     */
    public Received receive(JournalRecord record) {
        JournalRecord.Pin pin = record.pin();
        Received received = new Received(unused -> pin.release(), 0, allocator);
        boolean loaded = false;
        try {
            load(record, received);
            loaded = true;
        } finally {
            if (!loaded) {
                received.release();
            }
        }
        return received;
    }

    private void load(JournalRecord record, Received received) {
        UnsafeBuffer bytes = record.bytes();
        reader.read(bytes, JournalRecordLayout.LENGTH, arena -> arena == 0 ? bytes.capacity() : 0);
        long[] blocks = new long[reader.blockCount()];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = record.address() + reader.blockOffset(i);
        }
        Map<String, Object> metadata = metadata(bytes);
        ReceivedRoot root = schemas.computeIfAbsent(
                        record.schemaIndex(), at -> new ReceivedSchema(journal.schema(at), allocator, most))
                .take();
        received.quiet();
        try {
            root.load(reader, received, blocks);
        } finally {
            received.loud(0);
        }
        received.loaded(root, metadata);
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

    /**
     * Closes the allocator, after the last message was closed.
     *
     * @return what the user has not closed, if there is any
     */
    public Optional<String> close() {
        return memory.close(allocator);
    }
}
