package dev.bowstring.benchmarks.jmh;

import dev.bowstring.transport.arena.Arena;
import dev.bowstring.transport.arena.Block;
import dev.bowstring.transport.log.OutputLog;
import dev.bowstring.transport.log.Payload;
import dev.bowstring.transport.message.MessageShape;
import dev.bowstring.transport.message.MessageWriter;
import java.util.ArrayDeque;
import java.util.Objects;

/** Payloads of 64 bytes in place that are published again and again, as pooled batches are. */
final class PayloadRing {
    /** What stands in the message block: one block of values. */
    static final MessageShape SHAPE = new MessageShape(1, 0, 0, 0, 0, 0);

    private static final int PAYLOAD_BYTES = 64;

    private final ArrayDeque<Payload> free = new ArrayDeque<>();

    PayloadRing(OutputLog log, int size) {
        for (int i = 0; i < size; i++) {
            free.add(payload(log));
        }
    }

    private Payload payload(OutputLog log) {
        Block message = Objects.requireNonNull(log.reserve(SHAPE.length()));
        Block values = Objects.requireNonNull(log.reserve(PAYLOAD_BYTES));
        MessageWriter writer = MessageWriter.begin(message.buffer(), message.offset(), SHAPE);
        writer.block(0, values.arena(), values.offset(), values.length());
        return new Reused(message, values).describe(SHAPE.length(), 0, 1, 0);
    }

    Payload next() {
        return Objects.requireNonNull(free.poll(), "every payload is in use");
    }

    private final class Reused extends Payload {
        Reused(Block message, Block values) {
            super(message, values);
        }

        @Override
        protected void committed(Arena arena) {
            // The ring keeps its own count of the blocks.
        }

        @Override
        protected void released(Arena arena) {
            free.add(this);
        }
    }
}
