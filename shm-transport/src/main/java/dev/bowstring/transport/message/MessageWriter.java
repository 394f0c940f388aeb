package dev.bowstring.transport.message;

import dev.bowstring.transport.layout.MessageBlockLayout;
import org.agrona.concurrent.AtomicBuffer;

/**
 * Writes one message block with plain stores; the publisher's commit makes them visible (W4). SEQUENCE is not written
 * here: the publisher stores it when it knows it.
 *
 * <p>For one thread at a time. A block that is used again for a message of the same shape needs only the words that
 * changed: wrap it with {@link #reuse} and write those.
 */
public final class MessageWriter {
    private static final int UNIT_SHIFT = Integer.numberOfTrailingZeros(MessageBlockLayout.ALIGNMENT);

    private final AtomicBuffer file;
    private final int start;
    private final MessageShape shape;

    private MessageWriter(AtomicBuffer file, long offset, MessageShape shape) {
        this.file = file;
        this.start = Math.toIntExact(offset);
        this.shape = shape;
    }

    /** Begins a message block at an offset of an arena file and writes the counts of its sections. */
    public static MessageWriter begin(AtomicBuffer file, long offset, MessageShape shape) {
        MessageWriter writer = new MessageWriter(file, offset, shape);
        int start = writer.start;
        file.putInt(start + MessageBlockLayout.BLOCK_COUNT, shape.blocks());
        file.putInt(start + MessageBlockLayout.NODE_COUNT, shape.nodes());
        file.putInt(start + MessageBlockLayout.VARIADIC_COUNT, shape.variadic());
        file.putInt(start + MessageBlockLayout.BUFFER_COUNT, shape.buffers());
        file.putInt(start + MessageBlockLayout.DICTIONARY_COUNT, shape.dictionaries());
        writer.lengths();
        return writer;
    }

    /** The writer of a block whose shape, but for the length of its metadata, has been written before. */
    public static MessageWriter reuse(AtomicBuffer file, long offset, MessageShape shape) {
        return new MessageWriter(file, offset, shape);
    }

    private void lengths() {
        file.putInt(start + MessageBlockLayout.TOTAL_BYTES, shape.length());
        file.putInt(start + MessageBlockLayout.METADATA_BYTES, shape.metadataBytes());
    }

    /** The length of the block in bytes. */
    public int length() {
        return shape.length();
    }

    public MessageShape shape() {
        return shape;
    }

    /** The id of the schema in the output's schema file. */
    public void schema(int schemaId) {
        file.putInt(start + MessageBlockLayout.SCHEMA, schemaId);
    }

    public void rows(long rows) {
        file.putLong(start + MessageBlockLayout.ROWS, rows);
    }

    /** Names a block of memory; offset and length are multiples of 64. */
    public void block(int index, int arena, long offset, long length) {
        int at = start + MessageBlockLayout.HEADER_LENGTH + index * MessageBlockLayout.BLOCK_LENGTH;
        file.putInt(at + MessageBlockLayout.BLOCK_ARENA, arena);
        file.putInt(at + MessageBlockLayout.BLOCK_UNITS, (int) (length >>> UNIT_SHIFT));
        file.putLong(at + MessageBlockLayout.BLOCK_OFFSET, offset);
    }

    /** Describes a field: its number of values and of nulls, -1 when nobody counted them. */
    public void node(int index, long rows, long nullCount) {
        int at = nodeAt(index);
        file.putLong(at + MessageBlockLayout.NODE_ROWS, rows);
        file.putLong(at + MessageBlockLayout.NODE_NULL_COUNT, nullCount);
    }

    /** The number of values of a field alone: all that changes when a set of buffers is used again. */
    public void nodeRows(int index, long rows) {
        file.putLong(nodeAt(index) + MessageBlockLayout.NODE_ROWS, rows);
    }

    private int nodeAt(int index) {
        return start + shape.nodesAt() + index * MessageBlockLayout.NODE_LENGTH;
    }

    /** Places a buffer in a block; block -1, offset 0 and length 0 say that it is empty. */
    public void buffer(int index, int block, long offset, long length) {
        int at = bufferAt(index);
        file.putInt(at + MessageBlockLayout.BUFFER_BLOCK, block);
        file.putInt(at + MessageBlockLayout.BUFFER_OFFSET, (int) offset);
        file.putLong(at + MessageBlockLayout.BUFFER_BYTES, length);
    }

    /** The length of a buffer alone. */
    public void bufferLength(int index, long length) {
        file.putLong(bufferAt(index) + MessageBlockLayout.BUFFER_BYTES, length);
    }

    private int bufferAt(int index) {
        return start + shape.buffersAt() + index * MessageBlockLayout.BUFFER_LENGTH;
    }

    /** Describes a dictionary: the nodes and buffers of this block that are its values. */
    public void dictionary(int index, DictionarySection section) {
        int at = start + shape.dictionariesAt() + index * MessageBlockLayout.DICTIONARY_LENGTH;
        file.putLong(at + MessageBlockLayout.DICTIONARY_ID, section.id());
        file.putLong(at + MessageBlockLayout.DICTIONARY_ROWS, section.rows());
        file.putInt(at + MessageBlockLayout.DICTIONARY_FIRST_NODE, section.firstNode());
        file.putInt(at + MessageBlockLayout.DICTIONARY_NODES, section.nodes());
        file.putInt(at + MessageBlockLayout.DICTIONARY_FIRST_BUFFER, section.firstBuffer());
        file.putInt(at + MessageBlockLayout.DICTIONARY_BUFFERS, section.buffers());
    }

    /** The number of data buffers of the next field of a view type. */
    public void variadic(int index, long count) {
        file.putLong(start + shape.variadicAt() + index * MessageBlockLayout.VARIADIC_LENGTH, count);
    }

    /** The encoded metadata, whose length is that of the shape; also writes that length and the one of the block. */
    public void metadata(byte[] encoded) {
        if (encoded.length != shape.metadataBytes()) {
            throw new IllegalArgumentException(
                    "metadata: length=" + encoded.length + ", shape=" + shape.metadataBytes());
        }
        lengths();
        file.putBytes(start + shape.metadataAt(), encoded);
    }
}
