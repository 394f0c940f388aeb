package dev.bowstring.node.arrow;

import dev.bowstring.transport.layout.SchemasLayout;
import dev.bowstring.transport.log.InputLog;
import dev.bowstring.transport.log.Taken;
import dev.bowstring.transport.message.ArenaSizes;
import dev.bowstring.transport.message.CorruptMessageException;
import dev.bowstring.transport.message.MessageReader;
import dev.bowstring.transport.message.MetadataCodec;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** The Arrow side of one input. One consumer thread receives; what it received may be closed on any thread. */
public final class ArrowInput {
    private final InputLog log;
    private final Received.Keeper keeper;
    private final NodeMemory memory;
    private final BufferAllocator allocator;
    private final Descriptions descriptions = new Descriptions();
    private final ArenaSizes sizes;
    private @Nullable ReceivedSchema[] schemas = new ReceivedSchema[4];

    /** @param name of the allocator, for messages about leaks */
    public ArrowInput(InputLog log, NodeMemory memory, String name) {
        this.log = log;
        this.keeper = log::release;
        this.memory = memory;
        this.allocator = memory.ordinaryChild(name);
        this.sizes = log::arenaBytes;
    }

    /**
     * Makes vectors of what was taken. From here on the pin is the received message's.
     *
     * @throws CorruptMessageException if it is not what a publisher writes; then the pin was released
     */
    public Received receive(Taken taken) {
        boolean loaded = false;
        try {
            Received received = load(taken);
            loaded = true;
            return received;
        } finally {
            if (!loaded) {
                log.release(taken.pin());
            }
        }
    }

    private Received load(Taken taken) {
        Description description = descriptions.at(taken);
        boolean known = description.isOf(taken);
        if (!known) {
            read(taken, description);
        }
        ReceivedRoot root = schema(taken.schemaId()).take();
        if (!known) {
            root.check(description.message());
            description.know(taken);
        }
        MessageReader message = description.message();
        Map<String, Object> metadata = metadata(taken, message);
        Received received = root.memory(keeper, allocator);
        received.begin(taken.pin(), message.bufferCount());
        received.quiet();
        try {
            root.load(message, received, description.blocks());
        } finally {
            received.loudAlone(); // nobody has seen it yet
        }
        received.loaded(root, metadata);
        return received;
    }

    private void read(Taken taken, Description into) {
        into.forget();
        MessageReader message = into.message();
        message.read(log.arena(taken.arena()), taken.offset(), sizes);
        expect("SEQUENCE", message.sequence(), taken.sequence());
        expect("TOTAL_BYTES", message.length(), taken.length());
        expect("SCHEMA", message.schemaId(), taken.schemaId());
        into.locate(log::arenaAddress);
    }

    private static void expect(String field, long value, long expected) {
        if (value != expected) {
            throw new CorruptMessageException(field, value, String.valueOf(expected));
        }
    }

    private Map<String, Object> metadata(Taken taken, MessageReader message) {
        int bytes = message.metadataBytes();
        if (bytes == 0) {
            return Map.of();
        }
        int at = (int) taken.offset() + message.length() - bytes;
        return MetadataCodec.decode(log.arena(taken.arena()), at, bytes);
    }

    private ReceivedSchema schema(int id) {
        if (id >= SchemasLayout.MAX_ENTRIES) {
            throw new CorruptMessageException("SCHEMA", id, "less than " + SchemasLayout.MAX_ENTRIES);
        }
        if (id >= schemas.length) {
            schemas = Arrays.copyOf(schemas, Math.max(id + 1, 2 * schemas.length));
        }
        ReceivedSchema known = schemas[id];
        if (known == null) {
            known = new ReceivedSchema(log.schema(id), allocator, log.pins());
            schemas[id] = known;
        }
        return known;
    }

    /** Rows in ordinary memory of the node, which is the caller's to close. Any thread. */
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
