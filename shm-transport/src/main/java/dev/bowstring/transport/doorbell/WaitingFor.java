package dev.bowstring.transport.doorbell;

import dev.bowstring.transport.layout.DoorbellLayout;

/** What the threads of a node may sleep for; each has a flag of its own in the doorbell page. */
public enum WaitingFor {
    /** A message, the close of an input, a timer, a word of the supervisor. */
    INPUT(DoorbellLayout.WAITING_INPUT),
    /** A slot of a ring, or memory of an arena. */
    ROOM(DoorbellLayout.WAITING_ROOM);

    private final int offset;

    WaitingFor(int offset) {
        this.offset = offset;
    }

    int offset() {
        return offset;
    }
}
