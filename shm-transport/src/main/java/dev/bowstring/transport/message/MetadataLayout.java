package dev.bowstring.transport.message;

/**
 * The metadata section of a message block: records one after the other, unaligned, in the order of the publisher.
 *
 * <pre>
 *   record   | TYPE byte | KEY_BYTES unsigned short | key, UTF-8 | value |
 *
 *   value    BOOLEAN  1 byte, 0 or 1
 *            LONG     8 bytes
 *            DOUBLE   8 bytes, IEEE 754
 *            STRING   int length in bytes, UTF-8
 *            INSTANT  8 bytes seconds since 1970-01-01T00:00Z, int nanoseconds 0..999,999,999
 *   list     TYPE is LIST + the type of all its elements, EMPTY_LIST for none: int count, then the values
 * </pre>
 */
final class MetadataLayout {
    static final byte BOOLEAN = 1;
    static final byte LONG = 2;
    static final byte DOUBLE = 3;
    static final byte STRING = 4;
    static final byte INSTANT = 5;

    static final byte LIST = 64;
    static final byte EMPTY_LIST = LIST;

    static final int MAX_KEY_BYTES = 0xFFFF;

    private MetadataLayout() {}
}
