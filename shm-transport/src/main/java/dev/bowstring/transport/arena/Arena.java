package dev.bowstring.transport.arena;

import static dev.bowstring.transport.arena.ExtentTable.FILE;
import static dev.bowstring.transport.arena.ExtentTable.HANDLE;
import static dev.bowstring.transport.arena.ExtentTable.LENGTH;
import static dev.bowstring.transport.arena.ExtentTable.NONE;
import static dev.bowstring.transport.arena.ExtentTable.START;

import dev.bowstring.transport.layout.HeaderLayout;
import dev.bowstring.transport.layout.MessageBlockLayout;
import java.util.Collection;
import org.agrona.concurrent.AtomicBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one output: hands out blocks of its arena files and takes them back. It lives on the publisher's heap
 * and touches no shared memory.
 *
 * <p>A block has a count, 1 when it is handed out; with the last one its memory is free again, joined with what is free
 * beside it. Memory is <em>warm</em> below the high-water mark of a file (it was used before and costs nothing now) and
 * <em>fresh</em> above it (its first touch costs 1.8 us per page).
 *
 * <p>Not thread-safe: guarded by the output's lock, except {@link #giveBack}. Every call is O(log n) or better and
 * makes no garbage once there were as many blocks as there will be at once. What throws has changed nothing, the
 * drain excepted.
 */
public final class Arena {
    /** How many files an arena may have. */
    public static final int MAX_FILES = 256;

    /** How large a file may be, in bytes. */
    public static final long MAX_FILE_BYTES = 1L << 30;

    /** Every block starts at, and is, a multiple of this; so is the least block. */
    static final int ALIGNMENT = MessageBlockLayout.ALIGNMENT;

    private static final int UNIT_SHIFT = Integer.numberOfTrailingZeros(ALIGNMENT);
    private static final int FIRST_UNIT = HeaderLayout.LENGTH >> UNIT_SHIFT;

    private final ExtentTable table = new ExtentTable();
    private final FreeExtents free = new FreeExtents(table);
    private final Blocks blocks = new Blocks(this);
    private final GivenBack givenBack = new GivenBack();
    private final Rehearsal rehearsal = new Rehearsal(this, table);
    private final ArenaFiles files = new ArenaFiles();
    private long size;
    private long used;
    private long touched;

    /** An arena without memory. */
    public Arena() {}

    /**
     * Adds a file, all of it fresh but for its header.
     *
     * @param index its number, 0 to 255, not yet taken
     * @param file the whole file
     * @param address where it is mapped in this process, a multiple of 64
     * @param size its length in bytes, at most 1 GiB; what exceeds a multiple of 64 is not used
     */
    public void addFile(int index, AtomicBuffer file, long address, long size) {
        files.requireAddable(index, address, size, file.capacity());
        int end = (int) (size >> UNIT_SHIFT);
        files.add(new ArenaFile(index, file, address, size, new Extents(table, free, index, FIRST_UNIT, end)));
        this.size += bytes(end - FIRST_UNIT);
    }

    /**
     * A block of memory that was used before: the low end of the shortest free extent that is long enough, in any file.
     *
     * @return the block, its count 1, or null when no free extent is long enough
     */
    public @Nullable Block allocateWarm(long bytes) {
        int units = units(bytes);
        int extent = free.bestFit(units);
        if (extent == NONE) {
            return null;
        }
        ArenaFile file = files.known(table.of(extent, FILE));
        Block block = blocks.take(file);
        file.extents().take(extent, units, block.handle);
        return placed(block, file, extent);
    }

    /**
     * A block of memory never touched yet, in the file of the lowest index that has enough. A free extent just below the
     * high-water mark, too short for the request, becomes its first part.
     *
     * @return the block, its count 1, or null when there is not enough fresh memory
     */
    public @Nullable Block allocateFresh(long bytes) {
        int units = units(bytes);
        ArenaFile file = files.withFresh(units);
        if (file == null) {
            return null;
        }
        long before = bytes(file.extents().touched());
        Block block = blocks.take(file);
        int extent = file.extents().takeFresh(units, block.handle);
        touched += bytes(file.extents().touched()) - before;
        return placed(block, file, extent);
    }

    /** Adds a count to a live block. */
    public void hold(Block block) {
        requireLive(block);
        if (block.count == Integer.MAX_VALUE) {
            throw new IllegalStateException("too many counts: block=" + block);
        }
        block.count++;
    }

    /** Takes a count away; with the last one the memory is free, and warm. */
    public void drop(Block block) {
        requireLive(block);
        if (block.count <= block.givenBack()) {
            throw new IllegalStateException("dropped, but all its counts are given back: block=" + block);
        }
        takeAway(block, 1);
    }

    /**
     * Takes a count away at the next {@link #drainGivenBack}. Lock-free, for any thread.
     *
     * @throws IllegalStateException when the block is free already; giving back more counts than it has is noticed by
     *     the drain
     */
    public void giveBack(Block block) {
        requireLive(block); // a racy read: whoever holds a count sees it
        givenBack.push(block);
    }

    /**
     * Drops all that was given back.
     *
     * @throws IllegalStateException when more was given back than held; all the rest is dropped nevertheless
     */
    public void drainGivenBack() {
        if (givenBack.isEmpty()) {
            return;
        }
        String surplus = "";
        Block block = givenBack.takeAll();
        while (block != null) {
            Block next = block.nextGivenBack; // before the number is 0: from then on another thread may push the block
            block.nextGivenBack = null;
            int counts = block.takeGivenBack();
            if (counts > block.count) {
                surplus = "given back more often than held: times=" + counts + ", block=" + block;
            }
            if (block.count > 0) {
                takeAway(block, Math.min(counts, block.count));
            }
            block = next;
        }
        if (!surplus.isEmpty()) {
            throw new IllegalStateException(surplus);
        }
    }

    /** The live block with {@code block.address() <= address < block.address() + block.length()}, or null. */
    public @Nullable Block blockContaining(long address) {
        ArenaFile file = files.containing(address);
        if (file == null) {
            return null;
        }
        return liveAt(file, (int) ((address - file.address()) >> UNIT_SHIFT));
    }

    /**
     * Marks memory as used that a message found at recovery names. What lies below it and was not marked is free.
     *
     * @return a new block, its count 1; or the live block at exactly this place, its count raised; or null, nothing
     *     having changed, when it overlaps live blocks otherwise or when there can be no block: such words from shared
     *     memory are an expected result (L9)
     */
    public @Nullable Block markUsed(int arena, long offset, long length) {
        ArenaFile file = files.find(arena);
        if (file == null || !canBeBlock(file, offset, length)) {
            return null;
        }
        int from = (int) (offset >> UNIT_SHIFT);
        int to = (int) ((offset + length) >> UNIT_SHIFT);
        if (!file.extents().isVacant(from, to)) {
            return sharedAt(file, from, to - from);
        }
        return marked(file, from, to);
    }

    private Block marked(ArenaFile file, int from, int to) {
        long before = bytes(file.extents().touched());
        Block block = blocks.take(file);
        int extent = file.extents().mark(from, to, block.handle);
        touched += bytes(file.extents().touched()) - before;
        return placed(block, file, extent);
    }

    /**
     * Keeps memory from being handed out, whoever else uses parts of it: each live block that it overlaps gets a count
     * more, and what is vacant in between becomes blocks.
     *
     * @param into gets those blocks, each of which owes one count
     * @return false, nothing having changed, when no block can lie there (L9)
     */
    public boolean cover(int arena, long offset, long length, Collection<Block> into) {
        ArenaFile file = files.find(arena);
        if (file == null || !canBeBlock(file, offset, length)) {
            return false;
        }
        int to = (int) ((offset + length) >> UNIT_SHIFT);
        for (int from = (int) (offset >> UNIT_SHIFT); from < to; ) {
            Block live = liveAt(file, from);
            if (live == null) {
                live = marked(file, from, file.extents().vacantUntil(from, to));
            } else {
                hold(live);
            }
            into.add(live);
            from = (int) ((live.offset() + live.length()) >> UNIT_SHIFT);
        }
        return true;
    }

    /** Starts to drop blocks in thought, to find out how many drops make room for a request; always the same object. */
    public Rehearsal rehearse(long bytes) {
        int units = units(bytes);
        return rehearsal.start(units, free.bestFit(units) != NONE || files.withFresh(units) != null);
    }

    /** How many bytes there are for blocks in all files. */
    public long size() {
        return size;
    }

    /** How many bytes live blocks have. */
    public long used() {
        return used;
    }

    /** How many bytes were ever part of a block, or lie below one: what is not fresh. */
    public long touched() {
        return touched;
    }

    void requireLive(Block block) {
        if (block.owner != this) {
            throw new IllegalArgumentException("block of another arena: block=" + block);
        }
        if (block.count <= 0) {
            throw new IllegalStateException("block is free already: block=" + block);
        }
    }

    private void takeAway(Block block, int counts) {
        int left = block.count - counts;
        block.count = left;
        if (left == 0) {
            used -= block.length();
            block.file().extents().release(block.extent);
            blocks.rest(block);
        }
    }

    private Block placed(Block block, ArenaFile file, int extent) {
        long length = bytes(table.of(extent, LENGTH));
        block.place(file, extent, bytes(table.of(extent, START)), length);
        used += length;
        return block;
    }

    private @Nullable Block sharedAt(ArenaFile file, int from, int units) {
        Block block = liveAt(file, from);
        if (block == null || block.offset() != bytes(from) || block.length() != bytes(units)) {
            return null;
        }
        hold(block);
        return block;
    }

    private @Nullable Block liveAt(ArenaFile file, int unit) {
        int extent = file.extents().at(unit);
        return extent == NONE || table.isFree(extent) ? null : blocks.of(table.of(extent, HANDLE));
    }

    private static boolean canBeBlock(ArenaFile file, long offset, long length) {
        boolean aligned = ((offset | length) & (ALIGNMENT - 1)) == 0;
        return aligned && offset >= HeaderLayout.LENGTH && length > 0 && length <= file.size() - offset;
    }

    /** Units of a request; more than a file can have (which is no error: it just never fits) is cut to that. */
    private static int units(long bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("block without a size: bytes=" + bytes);
        }
        return (int) ((Math.min(bytes, MAX_FILE_BYTES) + ALIGNMENT - 1) >> UNIT_SHIFT);
    }

    private static long bytes(int units) {
        return (long) units << UNIT_SHIFT;
    }
}
