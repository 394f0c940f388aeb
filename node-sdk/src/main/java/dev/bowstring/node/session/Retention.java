package dev.bowstring.node.session;

import dev.bowstring.node.NodeException;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many messages of one input are retained, and which. Any thread. */
final class Retention {
    private final String input;
    private final int most;
    private final boolean tracesPlaces;
    private final AtomicInteger count = new AtomicInteger();
    private final Set<ReceivedMessage> held = ConcurrentHashMap.newKeySet();

    /** @param maxHeld how many may be held in all; one of them is always the loop's */
    Retention(String input, int maxHeld, boolean tracesPlaces) {
        this.input = input;
        this.most = maxHeld - 1;
        this.tracesPlaces = tracesPlaces;
    }

    void retain(ReceivedMessage message) {
        if (count.incrementAndGet() > most) {
            count.decrementAndGet();
            throw new NodeException(
                    "input '" + input + "' holds " + most + " retained messages, and may not hold more",
                    "close some, or raise `max_held` of the input (now " + (most + 1) + ", one of them is the loop's)");
        }
        held.add(message);
    }

    void release(ReceivedMessage message) {
        if (held.remove(message)) {
            count.decrementAndGet();
        }
    }

    Collection<ReceivedMessage> held() {
        return held;
    }

    /** Whether to remember where each message was retained, which costs a stack trace. */
    boolean tracesPlaces() {
        return tracesPlaces;
    }
}
