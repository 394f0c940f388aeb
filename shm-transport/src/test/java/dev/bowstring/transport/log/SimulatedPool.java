package dev.bowstring.transport.log;

import dev.bowstring.transport.arena.Arena;
import dev.bowstring.transport.arena.Block;
import dev.bowstring.transport.message.MessageShape;
import dev.bowstring.transport.message.MessageWriter;
import java.util.ArrayDeque;
import java.util.Deque;

/** Sets of blocks that are filled and sent again and again once no reader can reach them, as pooled batches are. */
final class SimulatedPool implements IdleMemory {
    static final MessageShape SHAPE = new MessageShape(1, 0, 0, 0, 0, 0);

    private final Arena arena;
    private final boolean returnsAtOnce;
    private final Deque<PooledSet> idle = new ArrayDeque<>();

    /** @param returnsAtOnce a mutant: a set is used again as soon as its message was committed */
    SimulatedPool(Arena arena, boolean returnsAtOnce) {
        this.arena = arena;
        this.returnsAtOnce = returnsAtOnce;
    }

    /** A set that no message uses; null if there is none. */
    PooledSet take() {
        return idle.pollLast();
    }

    void returned(PooledSet set) {
        idle.addLast(set);
    }

    @Override
    public boolean giveBack() {
        boolean any = !idle.isEmpty();
        idle.forEach(set -> {
            arena.giveBack(set.data);
            arena.giveBack(set.messageBlock());
        });
        idle.clear();
        return any;
    }

    /** One message block and one block of data, whose counts are the set's own. */
    final class PooledSet extends Payload {
        final Block data;
        private MessageWriter writer;
        private long says;

        PooledSet(Block message, Block data) {
            super(message, data);
            this.data = data;
        }

        /**
         * Of the message block only what changes from message to message is written again.
         *
         * @param again whether the message may be described as the one before was
         * @param silently a mutant: it is described anew, and does not say so
         * @return what the message block says now
         */
        long write(long stamp, boolean again, boolean silently) {
            Block message = messageBlock();
            if (writer == null) {
                writer = MessageWriter.begin(message.buffer(), message.offset(), SHAPE);
                writer.block(0, data.arena(), data.offset(), data.length());
            }
            if (says == 0 || !again) {
                boolean first = says == 0;
                says = stamp;
                writer.rows(stamp);
                if (first || !silently) {
                    describe(SHAPE.length(), 0, 1, 0);
                }
            }
            return says;
        }

        @Override
        protected void accepted(Arena unused) {
            if (returnsAtOnce) {
                returned(this);
            }
        }

        @Override
        protected void released(Arena unused) {
            if (!returnsAtOnce) {
                returned(this);
            }
        }
    }
}
