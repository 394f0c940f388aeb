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
    private final OutputArena arena;
    private final long bytes;
    private final Block[] blocks;
    private final @Nullable Block copies;
    private final @Nullable BufferSet set;

    /** @param sent what was gathered: its blocks and the lengths of its buffers */
    MessagePayload(Block messageBlock, Gathered sent, @Nullable Block copies, @Nullable BufferSet set) {
        this(messageBlock, sent.blocks.toArray(), sent, copies, set);
    }

    private MessagePayload(
            Block messageBlock, Block[] blocks, Gathered sent, @Nullable Block copies, @Nullable BufferSet set) {
        super(messageBlock, blocks);
        this.arena = sent.arena;
        this.bytes = sent.bytes();
        this.blocks = blocks;
        this.copies = copies;
        this.set = set;
    }

    @Override
    protected void accepted(Arena blocksOf) {
        for (Block block : blocks) {
            if (block != copies && !isOfSet(block)) {
                blocksOf.hold(block);
            }
        }
        arena.counters().sent(bytes);
    }

    @Override
    protected void released(Arena blocksOf) {
        for (Block block : blocks) {
            if (!isOfSet(block)) {
                blocksOf.drop(block);
            }
        }
        blocksOf.drop(messageBlock());
        if (set != null) {
            set.returned();
        }
    }

    private boolean isOfSet(Block block) {
        return set != null && set.block() == block;
    }
}
