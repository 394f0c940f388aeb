package dev.bowstring.node.arrow;

import dev.bowstring.transport.arena.Arena;
import dev.bowstring.transport.arena.Block;
import dev.bowstring.transport.log.Payload;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one message. Of the blocks of Arrow vectors it takes a count of its own; the block of the copies that were
 * made for this message alone, and the one of a pooled set, it takes over.
 */
final class MessagePayload extends Payload {
    private final Block[] blocks;
    private final @Nullable Block copies;
    private final @Nullable BufferSet set;

    MessagePayload(Block messageBlock, Block[] blocks, @Nullable Block copies, @Nullable BufferSet set) {
        super(messageBlock, blocks);
        this.blocks = blocks;
        this.copies = copies;
        this.set = set;
    }

    @Override
    protected void committed(Arena arena) {
        for (Block block : blocks) {
            if (block != copies && !isOfSet(block)) {
                arena.hold(block);
            }
        }
    }

    @Override
    protected void released(Arena arena) {
        for (Block block : blocks) {
            if (!isOfSet(block)) {
                arena.drop(block);
            }
        }
        arena.drop(messageBlock());
        if (set != null) {
            set.returned();
        }
    }

    private boolean isOfSet(Block block) {
        return set != null && set.block() == block;
    }
}
