package dev.bowstring.transport.log;

/** A slot as a reader copied it, and the pin that holds its message. Reused by its reader's consumer. */
public final class Taken {
    long sequence;
    long publishTimeNs;
    long offset;
    long rows;
    long describedSince;
    long restarts;
    int arena;
    int length;
    int schemaId;
    int flags;
    int pin;

    public long sequence() {
        return sequence;
    }

    /** When it was committed, on the monotonic clock that all processes share. */
    public long publishTimeNs() {
        return publishTimeNs;
    }

    /** The number of the arena file that holds the message block; checked. */
    public int arena() {
        return arena;
    }

    /** Where the message block starts in its arena file; checked. */
    public long offset() {
        return offset;
    }

    /** How many bytes the message block has; checked to lie in its arena file. */
    public int length() {
        return length;
    }

    /** The index of the schema, not checked. */
    public int schemaId() {
        return schemaId;
    }

    /** Rows of the batch, not checked. */
    public long rows() {
        return rows;
    }

    /**
     * The message since which this message block says the same without a break, its sequence aside: whoever has read and
     * checked it for a message in between need not do so again. Not checked: to be compared for equality only.
     */
    public long describedSince() {
        return describedSince;
    }

    /**
     * After {@link Poll#RESTARTED}: how often the publisher has been restarted. Then the sequence is the first of its new
     * life, and the time that of the restart.
     */
    public long restarts() {
        return restarts;
    }

    public int flags() {
        return flags;
    }

    /** What {@link Reader#release} takes. */
    public int pin() {
        return pin;
    }
}
