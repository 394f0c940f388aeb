package dev.bowstring.transport.layout;

/**
 * One reader's file: how far it has come, and what it still holds.
 *
 * <pre>
 *   0        128     256      264        384     384 + 8 * P
 *   | header | START | CURSOR | RECEIVED | pin 0 | pin 1 | ...
 *
 *   field     written by                            with               read by the publisher with
 *   START     the supervisor, before OPEN           release            (only read for accounts)
 *   CURSOR    the reader, at H3                     release            acquire, before it retires (W1)
 *   RECEIVED  the reader, after H3                  release            (only read for accounts)
 *   pin k     the reader, at H1 / on release        volatile/release   volatile, after W1
 *             on a firm edge, before CURSOR         release            (its CURSOR was acquired before)
 * </pre>
 *
 * The supervisor writes all of them before the reader is open, at each attach again, and pins once the reader is proved
 * dead (L1, L6).
 * A pin of 0 is free; otherwise it is {@link Pin#identity}.
 */
public final class ReaderLayout {
    public static final int START = 128;
    public static final int CURSOR = 256;
    public static final int RECEIVED = 264;
    public static final int PINS = 384;

    private ReaderLayout() {}

    /** The offset of a pin word. */
    public static int pin(int index) {
        return PINS + index * Long.BYTES;
    }

    /** The size of the file in bytes. */
    public static long fileLength(int pins) {
        return PINS + (long) pins * Long.BYTES;
    }
}
