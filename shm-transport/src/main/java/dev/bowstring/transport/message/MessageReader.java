package dev.bowstring.transport.message;

import dev.bowstring.transport.layout.HeaderLayout;
import dev.bowstring.transport.layout.MessageBlockLayout;
import org.agrona.concurrent.AtomicBuffer;

/**
 * A copy of one message block, every word of it checked (L9). Reused from message to message by one thread: it keeps its
 * arrays, so that reading allocates nothing once they are large enough.
 */
public final class MessageReader {
    private static final int UNIT_SHIFT = Integer.numberOfTrailingZeros(MessageBlockLayout.ALIGNMENT);
    private static final int MAX_SCHEMA = 1 << 16;
    private static final long UNKNOWN_NULLS = -1;
    /** No schema of 1 MiB has more fields and buffers than this; a false count must not cost the heap. */
    private static final int MAX_ENTRIES = 1 << 18;

    private static final int BLOCK = MessageBlockLayout.BLOCK_LENGTH;
    private static final int NODE = MessageBlockLayout.NODE_LENGTH;
    private static final int BUFFER = MessageBlockLayout.BUFFER_LENGTH;
    private static final int DICTIONARY = MessageBlockLayout.DICTIONARY_LENGTH;
    private static final int VARIADIC = MessageBlockLayout.VARIADIC_LENGTH;

    private final Words blocks = new Words(3);
    private final Words nodes = new Words(2);
    private final Words buffers = new Words(3);
    private final Words dictionaries = new Words(6);
    private final Words variadic = new Words(1);

    /** The words of the header that say which sections there are, as they were checked last. */
    private boolean checked;

    private long totalAndSchema;
    private long nodesAndBlocks;
    private long buffersAndVariadic;
    private long metadataAndDictionaries;
    private long sequence;
    private long rows;
    private int schemaId;
    private int length;
    private int metadataBytes;

    /**
     * Copies and checks the message block at an offset of an arena file. The caller compares {@link #sequence} and
     * {@link #length} with what led it here.
     *
     * @throws CorruptMessageException if any word is out of its range; the reader then holds nothing of use
     */
    public void read(AtomicBuffer file, long offset, ArenaSizes sizes) {
        long capacity = file.capacity();
        check("OFFSET", offset, HeaderLayout.LENGTH, capacity - MessageBlockLayout.HEADER_LENGTH);
        aligned("OFFSET", offset);
        int start = (int) offset;
        header(file, start, capacity - offset);
        int at = start + MessageBlockLayout.HEADER_LENGTH;
        at = readBlocks(file, at, sizes);
        at = readNodes(file, at);
        at = readBuffers(file, at);
        if (dictionaries.count != 0 || variadic.count != 0) {
            readVariadic(file, readDictionaries(file, at));
        }
    }

    private void header(AtomicBuffer file, int start, long available) {
        sequence = file.getLong(start + MessageBlockLayout.SEQUENCE);
        rows = file.getLong(start + MessageBlockLayout.ROWS);
        check("SEQUENCE", sequence, 0, Long.MAX_VALUE);
        check("ROWS", rows, 0, Integer.MAX_VALUE);
        sections(file, start);
        check("TOTAL_BYTES", length, MessageBlockLayout.HEADER_LENGTH, available);
    }

    /** Two ints at a time: most messages of a stream have the sections of the one before, which were checked then. */
    private void sections(AtomicBuffer file, int start) {
        long first = file.getLong(start + MessageBlockLayout.SCHEMA);
        long second = file.getLong(start + MessageBlockLayout.BLOCK_COUNT);
        long third = file.getLong(start + MessageBlockLayout.VARIADIC_COUNT);
        long fourth = file.getLong(start + MessageBlockLayout.DICTIONARY_COUNT);
        boolean known = checked
                && first == totalAndSchema
                && second == nodesAndBlocks
                && third == buffersAndVariadic
                && fourth == metadataAndDictionaries;
        if (!known) {
            checked = false;
            totalAndSchema = first;
            nodesAndBlocks = second;
            buffersAndVariadic = third;
            metadataAndDictionaries = fourth;
            checkSections();
            checked = true;
        }
    }

    private void checkSections() {
        schemaId = low(totalAndSchema);
        length = high(totalAndSchema);
        metadataBytes = high(metadataAndDictionaries);
        check("SCHEMA", schemaId, 0, MAX_SCHEMA);
        check("TOTAL_BYTES", length, MessageBlockLayout.HEADER_LENGTH, Integer.MAX_VALUE);
        check("METADATA_BYTES", metadataBytes, 0, MessageBlockLayout.MAX_METADATA_BYTES);
        long left = (long) length - MessageBlockLayout.HEADER_LENGTH - metadataBytes;
        left -= count(blocks, "BLOCKS", low(nodesAndBlocks), BLOCK, left);
        left -= count(nodes, "NODES", high(nodesAndBlocks), NODE, left);
        left -= count(buffers, "BUFFERS", high(buffersAndVariadic), BUFFER, left);
        left -= count(dictionaries, "DICTIONARIES", low(metadataAndDictionaries), DICTIONARY, left);
        left -= count(variadic, "VARIADIC", low(buffersAndVariadic), VARIADIC, left);
        check("TOTAL_BYTES beyond the sections", left, 0, 0);
    }

    /** The int that comes first in memory: shared words are little-endian. */
    private static int low(long two) {
        return (int) two;
    }

    private static int high(long two) {
        return (int) (two >>> Integer.SIZE);
    }

    private static long count(Words words, String field, int count, int entryBytes, long left) {
        check(field, count, 0, Math.min(MAX_ENTRIES, left / entryBytes));
        words.resize(count);
        return (long) count * entryBytes;
    }

    private int readBlocks(AtomicBuffer file, int from, ArenaSizes sizes) {
        int at = from;
        for (int i = 0; i < blocks.count; i++, at += BLOCK) {
            long arenaAndUnits = file.getLong(at + MessageBlockLayout.BLOCK_ARENA);
            int arena = low(arenaAndUnits);
            long bytes = (long) high(arenaAndUnits) << UNIT_SHIFT;
            long offset = file.getLong(at + MessageBlockLayout.BLOCK_OFFSET);
            check("block ARENA", arena, 0, 255);
            long size = sizes.size(arena);
            check("block LENGTH", bytes, MessageBlockLayout.ALIGNMENT, size);
            check("block OFFSET", offset, HeaderLayout.LENGTH, size - bytes);
            aligned("block OFFSET", offset);
            blocks.set(i, 0, arena);
            blocks.set(i, 1, offset);
            blocks.set(i, 2, bytes);
        }
        return at;
    }

    private int readNodes(AtomicBuffer file, int from) {
        int at = from;
        for (int i = 0; i < nodes.count; i++, at += NODE) {
            long values = file.getLong(at + MessageBlockLayout.NODE_ROWS);
            long nulls = file.getLong(at + MessageBlockLayout.NODE_NULL_COUNT);
            check("node LENGTH", values, 0, Integer.MAX_VALUE);
            check("node NULL_COUNT", nulls, UNKNOWN_NULLS, values);
            nodes.set(i, 0, values);
            nodes.set(i, 1, nulls);
        }
        return at;
    }

    private int readBuffers(AtomicBuffer file, int from) {
        int at = from;
        for (int i = 0; i < buffers.count; i++, at += BUFFER) {
            long blockAndOffset = file.getLong(at + MessageBlockLayout.BUFFER_BLOCK);
            int block = low(blockAndOffset);
            long offset = high(blockAndOffset);
            long bytes = file.getLong(at + MessageBlockLayout.BUFFER_BYTES);
            check("buffer BLOCK", block, -1, blocks.count - 1L);
            long room = block < 0 ? 0 : blocks.get(block, 2);
            check("buffer LENGTH", bytes, 0, room);
            check("buffer OFFSET", offset, 0, room - bytes);
            buffers.set(i, 0, block);
            buffers.set(i, 1, offset);
            buffers.set(i, 2, bytes);
        }
        return at;
    }

    private int readDictionaries(AtomicBuffer file, int from) {
        int at = from;
        for (int i = 0; i < dictionaries.count; i++, at += DICTIONARY) {
            long values = file.getLong(at + MessageBlockLayout.DICTIONARY_ROWS);
            int firstNode = file.getInt(at + MessageBlockLayout.DICTIONARY_FIRST_NODE);
            int nodeCount = file.getInt(at + MessageBlockLayout.DICTIONARY_NODES);
            int firstBuffer = file.getInt(at + MessageBlockLayout.DICTIONARY_FIRST_BUFFER);
            int bufferCount = file.getInt(at + MessageBlockLayout.DICTIONARY_BUFFERS);
            check("dictionary ROWS", values, 0, Integer.MAX_VALUE);
            check("dictionary NODES", nodeCount, 0, nodes.count);
            check("dictionary FIRST_NODE", firstNode, 0, (long) nodes.count - nodeCount);
            check("dictionary BUFFERS", bufferCount, 0, buffers.count);
            check("dictionary FIRST_BUFFER", firstBuffer, 0, (long) buffers.count - bufferCount);
            dictionaries.set(i, 0, file.getLong(at + MessageBlockLayout.DICTIONARY_ID));
            dictionaries.set(i, 1, values);
            dictionaries.set(i, 2, firstNode);
            dictionaries.set(i, 3, nodeCount);
            dictionaries.set(i, 4, firstBuffer);
            dictionaries.set(i, 5, bufferCount);
        }
        return at;
    }

    private void readVariadic(AtomicBuffer file, int from) {
        int at = from;
        for (int i = 0; i < variadic.count; i++, at += VARIADIC) {
            long count = file.getLong(at);
            check("variadic COUNT", count, 0, buffers.count);
            variadic.set(i, 0, count);
        }
    }

    private static void check(String field, long value, long least, long most) {
        if (value < least || value > most) {
            throw new CorruptMessageException(field, value, least + ".." + most);
        }
    }

    private static void aligned(String field, long value) {
        if ((value & (MessageBlockLayout.ALIGNMENT - 1)) != 0) {
            throw new CorruptMessageException(field, value, "a multiple of " + MessageBlockLayout.ALIGNMENT);
        }
    }

    public long sequence() {
        return sequence;
    }

    public int rows() {
        return (int) rows;
    }

    public int schemaId() {
        return schemaId;
    }

    /** The length of the message block in bytes, as it says itself. */
    public int length() {
        return length;
    }

    public int metadataBytes() {
        return metadataBytes;
    }

    public int blockCount() {
        return blocks.count;
    }

    public int blockArena(int block) {
        return (int) blocks.get(block, 0);
    }

    public long blockOffset(int block) {
        return blocks.get(block, 1);
    }

    public long blockLength(int block) {
        return blocks.get(block, 2);
    }

    public int nodeCount() {
        return nodes.count;
    }

    public int nodeRows(int node) {
        return (int) nodes.get(node, 0);
    }

    /** -1 when the publisher did not count. */
    public int nodeNullCount(int node) {
        return (int) nodes.get(node, 1);
    }

    public int bufferCount() {
        return buffers.count;
    }

    /** The index of the block a buffer lies in; -1 for an empty buffer without a block. */
    public int bufferBlock(int buffer) {
        return (int) buffers.get(buffer, 0);
    }

    /** Where a buffer starts in its block. */
    public long bufferOffset(int buffer) {
        return buffers.get(buffer, 1);
    }

    public long bufferLength(int buffer) {
        return buffers.get(buffer, 2);
    }

    public int dictionaryCount() {
        return dictionaries.count;
    }

    public DictionarySection dictionary(int index) {
        return new DictionarySection(
                dictionaries.get(index, 0),
                dictionaries.get(index, 1),
                (int) dictionaries.get(index, 2),
                (int) dictionaries.get(index, 3),
                (int) dictionaries.get(index, 4),
                (int) dictionaries.get(index, 5));
    }

    public int variadicCount() {
        return variadic.count;
    }

    /** The number of data buffers of the n-th field of a view type. */
    public int variadic(int index) {
        return (int) variadic.get(index, 0);
    }
}
