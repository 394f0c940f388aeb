package dev.bowstring.transport.log;

/**
 * What a publisher waits for, as it stands in the WAITS_FOR word: {@code kind << 56 | reader << 48 | bytes}.
 *
 * @param kind a reader's queue, memory, or nothing
 * @param reader the reader it waits for; 255 when no single reader is to blame
 * @param bytes how much memory it needs, when it waits for memory
 */
public record Waiting(Kind kind, int reader, long bytes) {

    /** What is missing. */
    public enum Kind {
        NOTHING,
        QUEUE,
        MEMORY
    }

    /** No single reader. */
    public static final int NO_READER = 255;

    /** The publisher does not wait. */
    public static final Waiting NOTHING = new Waiting(Kind.NOTHING, NO_READER, 0);

    private static final long BYTES_MASK = (1L << 48) - 1;

    long encode() {
        return switch (kind) {
            case NOTHING -> 0;
            case QUEUE -> word(1);
            case MEMORY -> word(2);
        };
    }

    private long word(long code) {
        return (code << 56) | ((long) (reader & 0xFF) << 48) | (bytes & BYTES_MASK);
    }

    static Waiting decode(long word) {
        int reader = (int) (word >>> 48 & 0xFF);
        long bytes = word & BYTES_MASK;
        return switch ((int) (word >>> 56)) {
            case 1 -> new Waiting(Kind.QUEUE, reader, bytes);
            case 2 -> new Waiting(Kind.MEMORY, reader, bytes);
            default -> NOTHING;
        };
    }
}
