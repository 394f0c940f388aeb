package dev.bowstring.node.arrow;

import dev.bowstring.transport.arena.Block;
import java.util.Arrays;
import java.util.IdentityHashMap;

/** The blocks of one message, each once, in the order they were met. */
final class BlockTable {
    private static final int SCANNED = 64;

    private final IdentityHashMap<Block, Integer> many = new IdentityHashMap<>();
    private Block[] blocks = new Block[4];
    private int size;

    void clear() {
        Arrays.fill(blocks, 0, size, null);
        if (size > SCANNED) {
            many.clear(); // which walks its table even when it is empty
        }
        size = 0;
    }

    int size() {
        return size;
    }

    Block get(int index) {
        return blocks[index];
    }

    Block[] toArray() {
        return Arrays.copyOf(blocks, size);
    }

    /** The index of a block, added if it is new. */
    int index(Block block) {
        int known = size <= SCANNED ? scan(block) : many.getOrDefault(block, -1);
        return known >= 0 ? known : add(block);
    }

    /** Backwards: neighbouring buffers share blocks. */
    private int scan(Block block) {
        for (int i = size - 1; i >= 0; i--) {
            if (blocks[i] == block) {
                return i;
            }
        }
        return -1;
    }

    private int add(Block block) {
        if (size == blocks.length) {
            blocks = Arrays.copyOf(blocks, 2 * size);
        }
        blocks[size] = block;
        if (size == SCANNED) {
            for (int i = 0; i < size; i++) {
                many.put(blocks[i], i);
            }
        }
        if (size >= SCANNED) {
            many.put(block, size);
        }
        return size++;
    }
}
