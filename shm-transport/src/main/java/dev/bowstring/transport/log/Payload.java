package dev.bowstring.transport.log;

import dev.bowstring.transport.arena.Arena;
import dev.bowstring.transport.arena.Block;
import dev.bowstring.transport.arena.Rehearsal;
import dev.bowstring.transport.layout.Pin;

/**
 * The memory of one message: its message block and the blocks its buffers lie in.
 *
 * <p>Made by the sender, who has written both (but not the message block's sequence), and handed to
 * {@link OutputLog#publish}. From there until no reader can reach the message any more it belongs to the log.
 * Fields are touched under the output's lock only once the payload has been published.
 */
public class Payload {
    private static final long NOT_YET = -1;

    private final Block messageBlock;
    private final Block[] blocks;
    private final long bytes;
    private int messageLength;
    private int schemaId;
    private long rows;
    private int flags;
    private long sequence;
    private long identity;
    /** The message since which the message block says the same. */
    private long describedSince = NOT_YET;

    /**
     * A payload that owns one count of its message block; of each other block it takes one when it is published.
     *
     * @param messageBlock where the message is described
     * @param blocks what the description names; a block is named once
     */
    public Payload(Block messageBlock, Block... blocks) {
        this.messageBlock = messageBlock;
        this.blocks = blocks;
        long sum = messageBlock.length();
        for (Block block : blocks) {
            sum += block.length();
        }
        this.bytes = sum;
    }

    /**
     * What goes into the slot: bytes used of the message block, index of the schema, rows of the batch, flags. To be called
     * before the first message, and before another one unless its message block says exactly what it said before.
     */
    public final Payload describe(int messageLength, int schemaId, long rows, int flags) {
        this.messageLength = messageLength;
        this.schemaId = schemaId;
        this.rows = rows;
        this.flags = flags;
        this.describedSince = NOT_YET;
        return this;
    }

    /** Called under the output's lock when the log takes the message over, to be committed soon or at once. */
    protected void accepted(Arena arena) {
        for (Block block : blocks) {
            arena.hold(block);
        }
    }

    /** Called under the output's lock when no reader can reach the message any more. */
    protected void released(Arena arena) {
        for (Block block : blocks) {
            arena.drop(block);
        }
        arena.drop(messageBlock);
    }

    /** Drops everything in thought; whether what is rehearsed would fit then. */
    final boolean fitsWithout(Rehearsal rehearsal) {
        for (Block block : blocks) {
            rehearsal.drop(block);
        }
        return rehearsal.drop(messageBlock);
    }

    /** As a recovery found it: its blocks may be larger than what the message names, so the pin says who it is. */
    final void found(long itsSequence, long pin) {
        this.sequence = itsSequence;
        this.identity = pin;
    }

    final void sequence(long sequence) {
        this.sequence = sequence;
        if (describedSince == NOT_YET) {
            describedSince = sequence;
        }
        this.identity = Pin.identity(messageBlock.arena(), messageBlock.offset(), sequence);
    }

    final long sequence() {
        return sequence;
    }

    final long describedSince() {
        return describedSince;
    }

    /** The pin word of a reader that holds this message. */
    final long identity() {
        return identity;
    }

    public final Block messageBlock() {
        return messageBlock;
    }

    /** The memory its blocks take. */
    final long bytes() {
        return bytes;
    }

    final int messageLength() {
        return messageLength;
    }

    final int schemaId() {
        return schemaId;
    }

    final long rows() {
        return rows;
    }

    final int flags() {
        return flags;
    }
}
