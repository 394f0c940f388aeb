package dev.bowstring.transport.layout;

/**
 * The word that identifies a message: arena (8 bits), offset / 64 of its message block (24 bits), low 32 bits of
 * (sequence + 1). Never 0, because offset 0 of an arena is its header and never a message block.
 */
public final class Pin {
    /** No message. */
    public static final long NONE = 0;

    private Pin() {}

    /** The identity of a message whose message block starts at {@code offset} (a multiple of 64) of an arena. */
    public static long identity(int arena, long offset, long sequence) {
        return ((long) arena << 56) | ((offset >>> 6 & 0xFF_FFFFL) << 32) | (sequence + 1 & 0xFFFF_FFFFL);
    }

    /** The number of the arena, 0 to 255. */
    public static int arena(long pin) {
        return (int) (pin >>> 56);
    }

    /** The offset of the message block in its arena, in bytes. */
    public static long offset(long pin) {
        return (pin >>> 32 & 0xFF_FFFFL) << 6;
    }

    /** The low 32 bits of the sequence plus one. */
    public static int sequenceBits(long pin) {
        return (int) pin;
    }
}
