package dev.bowstring.transport.log;

import dev.bowstring.transport.arena.Arena;
import java.util.Arrays;
import org.agrona.collections.LongHashSet;

/** Messages that have left the window but may still be pinned. Under the output's lock. */
final class Limbo {
    private final Arena arena;
    private Payload[] messages = new Payload[32];
    private int size;

    Limbo(Arena arena) {
        this.arena = arena;
    }

    void add(Payload message) {
        if (size == messages.length) {
            messages = Arrays.copyOf(messages, 2 * size);
        }
        messages[size++] = message;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /**
     * Lets go of every message that no pin names.
     *
     * @param pins all pins of all readers, each read after the fence that followed the retirement of these messages
     */
    void sweep(LongHashSet pins) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            Payload message = messages[i];
            if (pins.contains(message.identity())) {
                messages[kept++] = message;
            } else {
                message.released(arena);
            }
        }
        Arrays.fill(messages, kept, size, null);
        size = kept;
    }
}
