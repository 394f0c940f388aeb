package dev.bowstring.transport.layout;

/**
 * The schemas of an output: encapsulated Arrow IPC schema messages, appended, never changed.
 *
 * <pre>
 *   0        128     256                                  4352
 *   | header | COUNT | entry 0: OFFSET int, LENGTH int .. | bytes ...
 * </pre>
 *
 * The publisher writes bytes and entry (plain), then COUNT (release). A reader loads COUNT (acquire) before an entry.
 */
public final class SchemasLayout {
    public static final int COUNT = 128;
    public static final int ENTRIES = 256;
    public static final int ENTRY_LENGTH = 16;
    public static final int ENTRY_OFFSET = 0;
    public static final int ENTRY_BYTES = 8;
    public static final int MAX_ENTRIES = 256;
    public static final int BYTES = ENTRIES + MAX_ENTRIES * ENTRY_LENGTH;
    public static final int FILE_LENGTH = 4 << 20;
    public static final int MAX_SCHEMA_LENGTH = 1 << 20;

    private SchemasLayout() {}

    /** The offset of an entry. */
    public static int entry(int index) {
        return ENTRIES + index * ENTRY_LENGTH;
    }
}
