package dev.bowstring.transport.layout;

/**
 * The block that describes one message; 64-byte aligned in an arena of its output.
 *
 * <pre>
 *   0          8      16       20            24           28           32             36             40
 *   | SEQUENCE | ROWS | SCHEMA | TOTAL_BYTES | BLOCKS (n) | NODES (n)  | VARIADIC (n) | BUFFERS (n)  | DICTIONARIES (n) |
 *   44              48      64
 *   | METADATA (n)  | unused | blocks | nodes | buffers | dictionaries | variadic counts | metadata |
 *
 *   block       16 bytes   ARENA int, unused int, OFFSET+LENGTH: see below
 *               0 ARENA int | 4 UNITS int: length / 64 | 8 OFFSET long
 *   node        16 bytes   0 LENGTH long | 8 NULL_COUNT long (-1: not counted)
 *   buffer      16 bytes   0 BLOCK int: index into blocks, -1 for an empty buffer | 4 OFFSET int: in the block | 8 LENGTH long
 *   dictionary  32 bytes   0 ID long | 8 ROWS long | 16 FIRST_NODE int | 20 NODES int | 24 FIRST_BUFFER int | 28 BUFFERS int
 *   variadic     8 bytes   COUNT long
 *   metadata    n bytes    typed key/value records, at most 64 KiB
 * </pre>
 *
 * Nodes and buffers of the batch come first, in the depth-first order of Arrow IPC, then those of the dictionaries.
 * Written by the publisher with plain stores before W4, never again until the message has left limbo (L3).
 */
public final class MessageBlockLayout {
    public static final int SEQUENCE = 0;
    public static final int ROWS = 8;
    public static final int SCHEMA = 16;
    public static final int TOTAL_BYTES = 20;
    public static final int BLOCK_COUNT = 24;
    public static final int NODE_COUNT = 28;
    public static final int VARIADIC_COUNT = 32;
    public static final int BUFFER_COUNT = 36;
    public static final int DICTIONARY_COUNT = 40;
    public static final int METADATA_BYTES = 44;
    public static final int HEADER_LENGTH = 64;

    public static final int BLOCK_LENGTH = 16;
    public static final int BLOCK_ARENA = 0;
    public static final int BLOCK_UNITS = 4;
    public static final int BLOCK_OFFSET = 8;

    public static final int NODE_LENGTH = 16;
    public static final int NODE_ROWS = 0;
    public static final int NODE_NULL_COUNT = 8;

    public static final int BUFFER_LENGTH = 16;
    public static final int BUFFER_BLOCK = 0;
    public static final int BUFFER_OFFSET = 4;
    public static final int BUFFER_BYTES = 8;

    public static final int DICTIONARY_LENGTH = 32;
    public static final int DICTIONARY_ID = 0;
    public static final int DICTIONARY_ROWS = 8;
    public static final int DICTIONARY_FIRST_NODE = 16;
    public static final int DICTIONARY_NODES = 20;
    public static final int DICTIONARY_FIRST_BUFFER = 24;
    public static final int DICTIONARY_BUFFERS = 28;

    public static final int VARIADIC_LENGTH = 8;

    /** Blocks start and end on this. */
    public static final int ALIGNMENT = 64;

    public static final int MAX_METADATA_BYTES = 64 << 10;

    private MessageBlockLayout() {}
}
