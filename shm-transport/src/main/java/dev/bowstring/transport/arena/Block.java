package dev.bowstring.transport.arena;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.agrona.concurrent.AtomicBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One allocation in an arena: 64-byte aligned memory, a multiple of 64 bytes long.
 *
 * <p>Whoever holds one of its counts may use it, on any thread. With the last count the block is gone: its memory is
 * handed out again, and so is this object, though not before {@value Blocks#REST} other blocks have gone after it. Until
 * then a further drop or giveBack throws, and every value reads as before; later, it would hit a stranger. So forget the
 * reference together with the count.
 */
public final class Block {
    private static final VarHandle GIVEN_BACK;

    static {
        try {
            GIVEN_BACK = MethodHandles.lookup().findVarHandle(Block.class, "givenBack", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e); // the field is declared below
        }
    }

    final Arena owner;
    final int handle;

    /** What follows is guarded by the output's lock, but for racy reads that say so. */
    int extent;

    int count;
    int nextResting;
    int rehearsal;
    int rehearsedDrops;

    /** The next one on the stack of {@link GivenBack}; belongs to whoever raised {@link #givenBack} from 0. */
    @Nullable Block nextGivenBack;

    private ArenaFile file;
    private long offset;
    private long length;

    /** How many counts were given back since the last drain; they are still part of {@link #count}. */
    private volatile int givenBack;

    Block(Arena owner, int handle, ArenaFile file) {
        this.owner = owner;
        this.handle = handle;
        this.file = file;
    }

    void place(ArenaFile newFile, int newExtent, long newOffset, long newLength) {
        if (file != newFile) { // spares the write barrier of the garbage collector
            file = newFile;
        }
        extent = newExtent;
        offset = newOffset;
        length = newLength;
        count = 1;
    }

    /** The index of its arena file. */
    public int arena() {
        return file.index();
    }

    /** Where it starts in its arena file, in bytes; a multiple of 64, never 0. */
    public long offset() {
        return offset;
    }

    /** How many bytes it has: what was asked for, rounded up to a multiple of 64. */
    public long length() {
        return length;
    }

    /** Where it starts in this process, a multiple of 64. */
    public long address() {
        return file.address() + offset;
    }

    /** Its whole arena file: add {@link #offset} to every index. */
    public AtomicBuffer buffer() {
        return file.buffer();
    }

    @Override
    public String toString() {
        return "Block[arena=" + arena() + ", offset=" + offset + ", length=" + length + ", count=" + count + "]";
    }

    ArenaFile file() {
        return file;
    }

    int givenBack() {
        return givenBack;
    }

    /** How many there were before. */
    int addGivenBack() {
        return (int) GIVEN_BACK.getAndAdd(this, 1);
    }

    int takeGivenBack() {
        return (int) GIVEN_BACK.getAndSet(this, 0);
    }
}
