package dev.bowstring.node.flow;

import dev.bowstring.node.Message;
import dev.bowstring.node.NodeException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How an operator keeps messages of one input: half of what the input may hold in place, and what is more in copies, so
 * that the input can always be read. What subscribers have not closed counts as well. Any thread.
 */
public final class Hold {
    private final int mostInPlace;
    private final AtomicInteger inPlace = new AtomicInteger();
    private final AtomicLong copied = new AtomicLong();

    /** @param maxHeld the {@code max_held} of the input */
    public Hold(int maxHeld) {
        mostInPlace = maxHeld / 2;
    }

    /** Takes a message over, a lent one too. The result is to be closed instead of it. */
    public Message keep(Message message) {
        return hold(message).view();
    }

    /** Takes a message over, to be shared by several views of it. */
    Held hold(Message message) {
        if (inPlace.incrementAndGet() <= mostInPlace && isRetained(message)) {
            return new Held(message, inPlace::decrementAndGet);
        }
        inPlace.decrementAndGet();
        try (message) {
            Message copy = message.copy();
            copied.incrementAndGet();
            return new Held(copy, () -> {});
        }
    }

    private static boolean isRetained(Message message) {
        try {
            message.retain();
            return true;
        } catch (NodeException tooMany) {
            return false; // somebody else holds more than the other half: this one is copied
        }
    }

    /** How many messages were copied because too many were held. */
    public long copied() {
        return copied.get();
    }
}
