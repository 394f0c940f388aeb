package dev.bowstring.transport.layout;

/**
 * A file with one word that outlives runs, such as how far a reader has come in a journal.
 *
 * <pre>
 *   0       8         12       16              56          64
 *   | MAGIC | VERSION | unused | unused        | CHECKSUM  | WORD | unused ... 128
 * </pre>
 *
 * MAGIC, VERSION and CHECKSUM (the CRC-32C of bytes 0 to 55) are written once, before anybody sees the file under its name.
 * WORD is written by one process, by a release store, so that it is never half of anything; -1 says that nothing was
 * written yet. VERSION is the file's own: it stays when other layouts change.
 */
public final class KeptWordLayout {
    /** "BWSTWORD" as little-endian ASCII. */
    public static final long MAGIC = 0x4452_4F57_5453_5742L;

    public static final int VERSION = 1;

    public static final int MAGIC_OFFSET = 0;
    public static final int VERSION_OFFSET = 8;
    public static final int CHECKSUM = 56;
    public static final int WORD = 64;
    public static final int FILE_LENGTH = 128;

    private KeptWordLayout() {}
}
