package dev.bowstring.transport.counters;

import dev.bowstring.transport.layout.CountersLayout;

/** What is counted for an output. Published, received, dropped and unread follow from the words of the log instead. */
public enum OutputCounter {
    /** Payload bytes of published messages. */
    SENT_BYTES(CountersLayout.SENT_BYTES, "sent bytes"),
    /** Messages that found no room, and nobody to wait for. */
    REFUSED(CountersLayout.REFUSED, "messages refused"),
    /** Vectors that were not built in the arena and had to be copied into it. */
    COPIES(CountersLayout.COPIES, "vectors copied"),
    /** Allocations that got ordinary memory, since the arena had no room. */
    FALLBACKS(CountersLayout.FALLBACKS, "allocations outside the arena"),
    /** Arena files added after the start. */
    GROWTHS(CountersLayout.GROWTHS, "arena files added"),
    /** How long senders waited for room, in ns. */
    BACKPRESSURE_NS(CountersLayout.BACKPRESSURE_NS, "ns waited for room");

    private final int offset;
    private final String label;

    OutputCounter(int offset, String label) {
        this.offset = offset;
        this.label = label;
    }

    /** The id of this counter of an output, given the id of its first. */
    int id(int first) {
        return first + offset;
    }

    /** What a person reads. */
    public String label() {
        return label;
    }
}
