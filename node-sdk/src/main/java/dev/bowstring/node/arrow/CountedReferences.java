package dev.bowstring.node.arrow;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OwnershipTransferResult;
import org.apache.arrow.memory.ReferenceManager;
import org.jspecify.annotations.Nullable;

/**
 * One count for all buffers over a piece of shared memory that Arrow does not account for. Starts with one reference,
 * its owner's. Any thread.
 */
abstract class CountedReferences implements ReferenceManager {
    private static final AtomicIntegerFieldUpdater<CountedReferences> COUNT =
            AtomicIntegerFieldUpdater.newUpdater(CountedReferences.class, "count");

    private final BufferAllocator allocator;
    private volatile int count;
    /** The thread that counts in {@link #quietly} for now; any other reads a thread that it is not, or none. */
    private @Nullable Thread quiet;

    private int quietly;

    CountedReferences(BufferAllocator allocator) {
        this.allocator = allocator;
        COUNT.lazySet(this, 1);
    }

    /** Until {@link #loud} this thread alone counts without atomics; one atomic for many buffers instead of one each. */
    final void quiet() {
        quietly = 0;
        quiet = Thread.currentThread();
    }

    /** Counts what has been retained and released since {@link #quiet}, and lets go of so many references more. */
    final void loud(int released) {
        quiet = null;
        int change = quietly - released;
        if (change < 0) {
            release(-change);
        } else if (change > 0) {
            retain(change);
        }
    }

    /** As {@code loud(0)}, where nobody else can have a reference: without an atomic. */
    final void loudAlone() {
        quiet = null;
        COUNT.lazySet(this, count + quietly);
    }

    /**
     * As {@code loud(0)}, if only the owner's reference is left then: nobody else can come by one any more, so that no
     * atomic is needed. False if there are others; then it is quiet still.
     */
    final boolean loudIfAlone() {
        boolean alone = count + quietly == 1; // volatile: what others did before they released theirs is seen
        if (alone) {
            loudAlone();
        }
        return alone;
    }

    /** The last reference is gone. Called once, on the thread that let go of it. */
    abstract void unreferenced();

    @Override
    public final int getRefCount() {
        return count;
    }

    @Override
    public final void retain() {
        retain(1);
    }

    @Override
    public final void retain(int increment) {
        if (quiet == Thread.currentThread()) {
            quietly += increment;
        } else if (COUNT.getAndAdd(this, increment) <= 0) {
            throw new IllegalStateException("retained after its last reference was released");
        }
    }

    /** The same buffer: nothing is accounted for, so it can belong to any allocator. */
    @Override
    public final ArrowBuf retain(ArrowBuf source, BufferAllocator target) {
        retain(1);
        return source;
    }

    @Override
    public final boolean release() {
        return release(1);
    }

    @Override
    public final boolean release(int decrement) {
        if (quiet == Thread.currentThread()) {
            quietly -= decrement;
            return false;
        }
        int left = COUNT.addAndGet(this, -decrement);
        if (left < 0) {
            throw new IllegalStateException("released more often than retained: count=" + left);
        }
        if (left == 0) {
            unreferenced();
        }
        return left == 0;
    }

    @Override
    public final ArrowBuf deriveBuffer(ArrowBuf source, long index, long length) {
        return new ArrowBuf(this, null, length, source.memoryAddress() + index);
    }

    @Override
    public final OwnershipTransferResult transferOwnership(ArrowBuf source, BufferAllocator target) {
        retain(1);
        return new Transferred(source);
    }

    @Override
    public final BufferAllocator getAllocator() {
        return allocator;
    }

    @Override
    public final long getSize() {
        return 0;
    }

    @Override
    public final long getAccountedSize() {
        return 0;
    }

    private record Transferred(ArrowBuf buffer) implements OwnershipTransferResult {
        @Override
        public boolean getAllocationFit() {
            return true;
        }

        @Override
        public ArrowBuf getTransferredBuffer() {
            return buffer;
        }
    }
}
