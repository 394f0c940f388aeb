package dev.bowstring.transport.layout;

/**
 * The first 128 bytes of every shared file, written once by the supervisor before any other process maps the file.
 *
 * <pre>
 *   0        8         12     16        24          32          40       72        120
 *   | MAGIC  | VERSION | KIND | SIZE    | GEOMETRY  | INDEX     | RUN_ID | unused  | CHECKSUM |
 * </pre>
 *
 * GEOMETRY is what the kind is measured in: slots of a ring, pins of a reader file, readers of an output control file,
 * entries of a schema file. INDEX numbers files of one kind beside each other (arena number, reader number). CHECKSUM is
 * the CRC-32C of bytes 0 to 119, computed over a heap copy, never over the mapping.
 */
public final class HeaderLayout {
    /** "BOWSTRNG" as little-endian ASCII. */
    public static final long MAGIC = 0x474E_5254_5357_4F42L;

    /** The version of all layouts together: processes of different versions refuse each other. */
    public static final int VERSION = 5;

    public static final int MAGIC_OFFSET = 0;
    public static final int VERSION_OFFSET = 8;
    public static final int KIND_OFFSET = 12;
    public static final int SIZE_OFFSET = 16;
    public static final int GEOMETRY_OFFSET = 24;
    public static final int INDEX_OFFSET = 32;
    public static final int RUN_ID_OFFSET = 40;
    public static final int RUN_ID_LENGTH = 32;
    public static final int CHECKSUM_OFFSET = 120;
    public static final int LENGTH = 128;

    private HeaderLayout() {}
}
