package dev.bowstring.node.arrow;

import dev.bowstring.transport.arena.Arena;
import dev.bowstring.transport.arena.Block;
import dev.bowstring.transport.layout.MessageBlockLayout;
import dev.bowstring.transport.log.Payload;
import dev.bowstring.transport.message.MessageShape;
import dev.bowstring.transport.message.MessageWriter;
import org.jspecify.annotations.Nullable;

/**
 * The payload of every message sent from one set of buffers. Of its message block only the words that change from message
 * to message are written again. Its count of the set's block is the set's own.
 */
final class PooledPayload extends Payload {
    /** Room for the metadata of the messages that follow. */
    private static final int SPARE = 256;

    private final BufferSet set;
    private final CopyCounters counters;
    private final SentSchema schema;
    private final int[] rows;
    private final long[] lengths;
    private MessageWriter writer;
    private int describedRows = -1;
    /** The sum of {@link #lengths}. */
    private long bytes;

    private PooledPayload(BufferSet set, CopyCounters counters, SentSchema schema, Block messageBlock) {
        super(messageBlock, set.block());
        int nodes = schema.plans().length;
        this.counters = counters;
        this.set = set;
        this.schema = schema;
        this.rows = new int[nodes];
        this.lengths = new long[set.size()];
        this.writer = begin(new MessageShape(1, nodes, set.size(), 0, 0, 0));
    }

    static @Nullable PooledPayload reserve(BufferSet set, OutputArena arena, SentSchema schema, int metadataBytes) {
        Block block = arena.reserveAtOnce(bytes(set, schema, metadataBytes));
        return block == null ? null : new PooledPayload(set, arena.counters(), schema, block);
    }

    /** How much memory the message block takes, with room for other metadata. */
    static long bytes(BufferSet set, SentSchema schema, int metadataBytes) {
        int bytes = new MessageShape(1, schema.plans().length, set.size(), 0, 0, metadataBytes).length();
        return Math.min(bytes + SPARE, bytes - metadataBytes + MessageBlockLayout.MAX_METADATA_BYTES);
    }

    private MessageWriter begin(MessageShape shape) {
        Block block = messageBlock();
        MessageWriter constant = MessageWriter.begin(block.buffer(), block.offset(), shape);
        constant.rows(0);
        constant.schema(schema.id());
        Block data = set.block();
        constant.block(0, data.arena(), data.offset(), data.length());
        for (int i = 0; i < rows.length; i++) {
            constant.node(i, 0, -1);
        }
        for (int i = 0; i < lengths.length; i++) {
            constant.buffer(i, 0, set.offset(i), 0);
        }
        constant.metadata(Draft.NO_METADATA);
        return constant;
    }

    /** Whether the message block was made for this schema and has room for so much metadata. */
    boolean fits(SentSchema other, int metadataBytes) {
        return other.id() == schema.id()
                && writer.length() - writer.shape().metadataBytes() + metadataBytes
                        <= messageBlock().length();
    }

    /** Describes the vectors the set is loaded into, as they were looked at last. */
    void write(LoadedVectors vectors, int batchRows, byte[] metadata) {
        boolean same = batchRows == describedRows;
        if (metadata.length != 0 || writer.shape().metadataBytes() != 0) {
            metadata(metadata);
            same = false;
        }
        writer.rows(batchRows);
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] != vectors.rows[i]) {
                rows[i] = vectors.rows[i];
                writer.nodeRows(i, rows[i]);
                same = false;
            }
        }
        for (int i = 0; i < lengths.length; i++) {
            if (lengths[i] != vectors.lengths[i]) {
                bytes += vectors.lengths[i] - lengths[i];
                lengths[i] = vectors.lengths[i];
                writer.bufferLength(i, lengths[i]);
                same = false;
            }
        }
        if (!same) {
            describe(writer.length(), schema.id(), batchRows, 0);
            describedRows = batchRows;
        }
    }

    /** No message has the block: writes a word of it, which the next one writes too. */
    void warm() {
        writer.rows(0);
    }

    private void metadata(byte[] metadata) {
        Block block = messageBlock();
        MessageShape shape = writer.shape().withMetadataBytes(metadata.length);
        if (shape.length() > block.length()) {
            throw new IllegalStateException("message block: length=" + shape.length() + " block=" + block);
        }
        writer = MessageWriter.reuse(block.buffer(), block.offset(), shape);
        writer.metadata(metadata);
    }

    @Override
    protected void accepted(Arena arena) {
        counters.sent(bytes); // the count of each block is the set's, which nobody touches before it is released
    }

    @Override
    protected void released(Arena arena) {
        set.returned();
    }
}
