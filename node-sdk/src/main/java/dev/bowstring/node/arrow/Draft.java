package dev.bowstring.node.arrow;

import dev.bowstring.node.NodeException;
import dev.bowstring.transport.arena.Block;
import dev.bowstring.transport.message.DictionarySection;
import dev.bowstring.transport.message.MessageShape;
import dev.bowstring.transport.message.MessageWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way into the arena: what was gathered, then the copies it needs, then its message block. Guarded by its
 * output, but for what {@link #payload} says. Used again from message to message.
 */
final class Draft {
    static final byte[] NO_METADATA = new byte[0];

    final Gathered gathered;
    private final OutputArena arena;
    private final DictionaryCopies dictionaryCopies;
    private final List<Section> sections = new ArrayList<>();
    private long copyBytes;
    private int buffers;
    private @Nullable Block copies;
    private @Nullable MessagePayload payload;
    private long missing;
    private boolean begun;
    private SentSchema schema = SentSchema.NONE;
    private int rows;
    private int flags;
    private byte[] metadata = NO_METADATA;

    private record Section(DictionarySection entry, long base, long bytes) {}

    Draft(OutputArena arena, DictionaryCopies dictionaryCopies) {
        this.arena = arena;
        this.dictionaryCopies = dictionaryCopies;
        this.gathered = new Gathered(arena);
    }

    /** Begins a message. */
    void describe(SentSchema newSchema, int newRows, int newFlags, byte[] newMetadata) {
        schema = newSchema;
        rows = newRows;
        flags = newFlags;
        metadata = newMetadata;
    }

    int rows() {
        return rows;
    }

    byte[] metadata() {
        return metadata;
    }

    /** Afterwards, whatever happens, {@link #sent} or {@link #cancel} must follow. */
    void gather(List<FieldVector> vectors, DictionaryProvider provider) {
        int next = 0;
        for (int i = 0; i < vectors.size(); i++) {
            next = gathered.add(vectors.get(i), schema.plans(), next);
        }
        copyBytes = gathered.copyBytes;
        buffers = gathered.bufferCount;
        if (schema.dictionaries().length > 0) {
            gatherDictionaries(provider);
        }
    }

    private void gatherDictionaries(DictionaryProvider provider) {
        boolean foreign = gathered.foreign;
        begun = true;
        dictionaryCopies.begin();
        for (long id : schema.dictionaries()) {
            section(id, provider.lookup(id));
        }
        gathered.foreign = foreign;
    }

    private void section(long id, @Nullable Dictionary dictionary) {
        if (dictionary == null) {
            throw new NodeException(
                    "the dictionary " + id + " is gone", "keep it in what was given to output.dictionaries(...)");
        }
        FieldVector vector = dictionary.getVector();
        int firstNode = gathered.nodeCount;
        int firstBuffer = gathered.bufferCount;
        long base = gathered.copyBytes;
        gathered.add(vector, dictionaryCopies.plans(id, vector), 0);
        DictionarySection entry = new DictionarySection(
                id,
                vector.getValueCount(),
                firstNode,
                gathered.nodeCount - firstNode,
                firstBuffer,
                gathered.bufferCount - firstBuffer);
        sections.add(new Section(entry, base, gathered.copyBytes - base));
    }

    /** How many of the buffers are those of the batch itself: they come before those of its dictionaries. */
    int ownBuffers() {
        return buffers;
    }

    /**
     * The payload to publish, made on the first call that finds room for what it needs.
     *
     * @return null if there is no room; {@link #missing} says for how much
     */
    @Nullable MessagePayload payload(@Nullable BufferSet set) {
        if (payload == null && bringCopies() && bringDictionaries()) {
            payload = write(set);
        }
        return payload;
    }

    private boolean bringCopies() {
        if (copyBytes == 0 || copies != null) {
            return true;
        }
        copies = reserve(copyBytes);
        if (copies == null) {
            return false;
        }
        gathered.bring(0, buffers, 0, copies, true);
        return true;
    }

    private boolean bringDictionaries() {
        for (Section section : sections) {
            if (section.bytes > 0 && !dictionaryCopies.bring(gathered, section.entry, section.base, section.bytes)) {
                missing = section.bytes;
                return false;
            }
        }
        return true;
    }

    private @Nullable Block reserve(long bytes) {
        Block block = arena.reserveAtOnce(bytes);
        if (block == null) {
            missing = bytes;
        }
        return block;
    }

    private @Nullable MessagePayload write(@Nullable BufferSet set) {
        MessageShape shape = shape(metadata.length);
        Block block = reserve(shape.length());
        if (block == null) {
            return null;
        }
        MessageWriter writer = MessageWriter.begin(block.buffer(), block.offset(), shape);
        words(writer);
        MessagePayload written = new MessagePayload(block, gathered, copies, set);
        written.describe(shape.length(), schema.id(), rows, flags);
        return written;
    }

    private MessageShape shape(int metadataBytes) {
        return new MessageShape(
                gathered.blocks.size(),
                gathered.nodeCount,
                gathered.bufferCount,
                sections.size(),
                gathered.variadicCount,
                metadataBytes);
    }

    private void words(MessageWriter writer) {
        writer.rows(rows);
        writer.schema(schema.id());
        for (int i = 0; i < gathered.blocks.size(); i++) {
            Block block = gathered.blocks.get(i);
            writer.block(i, block.arena(), block.offset(), block.length());
        }
        for (int i = 0; i < gathered.nodeCount; i++) {
            writer.node(i, gathered.rows[i], -1); // counting nulls would read all validity
        }
        for (int i = 0; i < gathered.bufferCount; i++) {
            writer.buffer(i, gathered.places[i], gathered.offsets[i], gathered.lengths[i]);
        }
        for (int i = 0; i < sections.size(); i++) {
            writer.dictionary(i, sections.get(i).entry);
        }
        for (int i = 0; i < gathered.variadicCount; i++) {
            writer.variadic(i, gathered.variadic[i]);
        }
        writer.metadata(metadata);
    }

    long missing() {
        return missing;
    }

    void missing(long bytes) {
        missing = bytes;
    }

    /** The message was committed: its memory is the log's. */
    void sent() {
        if (gathered.foreign) {
            arena.counters().copied(copyBytes);
        }
        forget();
    }

    /** The message will not be sent: gives back what was made for it. */
    void cancel() {
        if (payload != null) {
            arena.giveBack(payload.messageBlock());
        }
        if (copies != null) {
            arena.giveBack(copies);
        }
        forget();
    }

    private void forget() {
        if (begun) {
            begun = false;
            dictionaryCopies.end();
        }
        payload = null;
        copies = null;
        sections.clear();
        gathered.clear();
    }
}
