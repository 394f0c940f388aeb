package dev.bowstring.benchmarks.link;

import dev.bowstring.transport.arena.Arena;
import dev.bowstring.transport.arena.Block;
import dev.bowstring.transport.log.OutputLog;
import dev.bowstring.transport.log.Payload;
import dev.bowstring.transport.message.MessageShape;
import dev.bowstring.transport.message.MessageWriter;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Payloads in place that are published again and again, as pooled batches are. One thread. */
public final class PayloadPool {
    private final ArrayDeque<Reused> free = new ArrayDeque<>();

    /** So many payloads, each with a block of so many bytes. */
    public PayloadPool(OutputLog log, int size, int bytes) {
        for (int i = 0; i < size; i++) {
            free.add(payload(log, Math.max(1, bytes)));
        }
    }

    private Reused payload(OutputLog log, int bytes) {
        MessageShape shape = new MessageShape(1, 0, 0, 0, 0, 0);
        Block message = Objects.requireNonNull(log.reserve(shape.length()));
        Block values = Objects.requireNonNull(log.reserve(bytes));
        MessageWriter writer = MessageWriter.begin(message.buffer(), message.offset(), shape);
        writer.block(0, values.arena(), values.offset(), values.length());
        Reused payload = new Reused(message, values);
        payload.describe(shape.length(), 0, 1, 0);
        return payload;
    }

    /** The one used last: its lines are in the cache of this processor. */
    public Payload next() {
        return Objects.requireNonNull(free.pollLast(), "every payload is in use");
    }

    /** The same with its values; null if every one is in use. */
    @Nullable Reused poll() {
        return free.pollLast();
    }

    /** One of them. */
    final class Reused extends Payload {
        private final Block values;

        Reused(Block message, Block values) {
            super(message, values);
            this.values = values;
        }

        Block values() {
            return values;
        }

        @Override
        protected void accepted(Arena arena) {
            // The pool keeps its own count of the blocks.
        }

        @Override
        protected void released(Arena arena) {
            free.add(this);
        }
    }
}
