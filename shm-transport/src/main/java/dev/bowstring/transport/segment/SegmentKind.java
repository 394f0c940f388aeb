package dev.bowstring.transport.segment;

/** What a shared file holds; its number stands in the file's header and never changes its meaning. */
public enum SegmentKind {
    RING(1),
    ARENA(2),
    SCHEMAS(3),
    READER(4),
    OUTPUT_CONTROL(5),
    DOORBELL(6),
    NODE_CONTROL(7),
    COUNTERS(8),
    LATENCY(9);

    private final int code;

    SegmentKind(int code) {
        this.code = code;
    }

    /** The number in the header. */
    public int code() {
        return code;
    }
}
