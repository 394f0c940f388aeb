package dev.bowstring.node.arrow;

import dev.bowstring.transport.log.Taken;
import dev.bowstring.transport.message.MessageReader;
import java.util.function.IntToLongFunction;

/** What a message block says, read and checked. The consumer thread. */
final class Description {
    private final MessageReader message = new MessageReader();
    private long[] blocks = new long[2];
    private int arena;
    private long offset;
    private int schemaId;
    private int length;
    private long since;
    private boolean known;

    MessageReader message() {
        return message;
    }

    /** Where the blocks of the message lie in this process. */
    long[] blocks() {
        return blocks;
    }

    /** Whether this is what the message block of {@code taken} says, so that it need not be read (L9: nothing is believed). */
    boolean isOf(Taken taken) {
        return known
                && since == taken.describedSince()
                && offset == taken.offset()
                && arena == taken.arena()
                && schemaId == taken.schemaId()
                && length == taken.length();
    }

    /** The message block is about to be read again. */
    void forget() {
        known = false;
    }

    /** After {@link #message} was read, with the address of each arena file. */
    void locate(IntToLongFunction addresses) {
        int count = message.blockCount();
        if (blocks.length < count) {
            blocks = new long[2 * count];
        }
        for (int i = 0; i < count; i++) {
            blocks[i] = addresses.applyAsLong(message.blockArena(i)) + message.blockOffset(i);
        }
    }

    /** All of it was checked: from here on it stands for every message that is described like this one. */
    void know(Taken taken) {
        arena = taken.arena();
        offset = taken.offset();
        schemaId = taken.schemaId();
        length = taken.length();
        since = taken.describedSince();
        known = true;
    }
}
