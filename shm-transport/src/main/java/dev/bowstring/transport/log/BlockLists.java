package dev.bowstring.transport.log;

import static dev.bowstring.transport.layout.MessageBlockLayout.ALIGNMENT;
import static dev.bowstring.transport.layout.MessageBlockLayout.BLOCK_ARENA;
import static dev.bowstring.transport.layout.MessageBlockLayout.BLOCK_COUNT;
import static dev.bowstring.transport.layout.MessageBlockLayout.BLOCK_LENGTH;
import static dev.bowstring.transport.layout.MessageBlockLayout.BLOCK_OFFSET;
import static dev.bowstring.transport.layout.MessageBlockLayout.BLOCK_UNITS;
import static dev.bowstring.transport.layout.MessageBlockLayout.HEADER_LENGTH;
import static dev.bowstring.transport.layout.MessageBlockLayout.SEQUENCE;
import static dev.bowstring.transport.layout.MessageBlockLayout.TOTAL_BYTES;

import dev.bowstring.transport.layout.HeaderLayout;
import dev.bowstring.transport.log.BlockList.Place;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.AtomicBuffer;
import org.jspecify.annotations.Nullable;

/** Reads the block list of a message that may be garbage: everything is copied and range-checked (L9). */
final class BlockLists {
    private final List<AtomicBuffer> arenas;

    BlockLists(List<AtomicBuffer> arenas) {
        this.arenas = arenas;
    }

    /**
     * The blocks of the message described at {@code offset}, or null if no well-formed message block with this sequence
     * lies there.
     *
     * @param sequenceBits the low 32 bits of its sequence + 1, as in a pin
     */
    @Nullable BlockList read(int arena, long offset, int sequenceBits) {
        if (!inArena(arena, offset, HEADER_LENGTH)) {
            return null;
        }
        AtomicBuffer memory = arenas.get(arena);
        int at = (int) offset;
        long sequence = memory.getLong(at + SEQUENCE);
        if ((int) (sequence + 1) != sequenceBits) { // before its counts: payload bytes could name a million blocks
            return null;
        }
        long bytesUsed = memory.getInt(at + TOTAL_BYTES);
        long length = (bytesUsed + ALIGNMENT - 1) & -ALIGNMENT; // what the block takes at least
        int count = memory.getInt(at + BLOCK_COUNT);
        if (count < 0 || bytesUsed < HEADER_LENGTH + (long) count * BLOCK_LENGTH || !inArena(arena, offset, length)) {
            return null;
        }
        List<Place> blocks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int entry = at + HEADER_LENGTH + i * BLOCK_LENGTH;
            long bytes = (long) memory.getInt(entry + BLOCK_UNITS) * ALIGNMENT;
            Place block = new Place(memory.getInt(entry + BLOCK_ARENA), memory.getLong(entry + BLOCK_OFFSET), bytes);
            if (!inArena(block.arena(), block.offset(), block.length())) {
                return null;
            }
            blocks.add(block);
        }
        return new BlockList(sequence, new Place(arena, offset, length), blocks);
    }

    private boolean inArena(int arena, long offset, long length) {
        return arena >= 0
                && arena < arenas.size()
                && length > 0
                && offset >= HeaderLayout.LENGTH
                && (offset & (ALIGNMENT - 1)) == 0
                && offset <= arenas.get(arena).capacity() - length;
    }
}
