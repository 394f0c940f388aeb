package dev.bowstring.examples.action;

import dev.bowstring.node.Message;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.Float8Vector;

/** A place along a road; as a message one value. */
final class Metres {
    private Metres() {}

    static double of(Message message) {
        return message.vector(Float8Vector.class).get(0);
    }

    /** To be closed by the caller. */
    static Float8Vector vector(double metres, BufferAllocator allocator) {
        Float8Vector place = new Float8Vector("metres", allocator);
        place.allocateNew(1);
        place.set(0, metres);
        place.setValueCount(1);
        return place;
    }
}
