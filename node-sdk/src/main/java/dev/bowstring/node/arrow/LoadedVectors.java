package dev.bowstring.node.arrow;

import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;

/**
 * The vectors of a pooled batch, which are loaded with a set of buffers, filled by the user and looked at before they are
 * sent. One thread at a time.
 */
final class LoadedVectors {
    private static final ArrowFieldNode NO_VALUES = new ArrowFieldNode(0, -1);
    /** Up to here single stores are cheaper than a call that fills memory. */
    private static final long FEW_BYTES = 256;

    private final FieldVector[] vectors;
    private final FieldPlan[] plans;
    /** What {@link #isWhole} saw of each vector and of each buffer. */
    final int[] rows;

    final long[] lengths;

    LoadedVectors(List<FieldVector> columns, FieldPlan... plans) {
        this.vectors = FieldPlan.flatten(columns);
        this.plans = plans;
        this.rows = new int[vectors.length];
        int buffers = 0;
        for (FieldPlan plan : plans) {
            buffers += plan.buffers().length;
        }
        this.lengths = new long[buffers];
    }

    /** Makes the buffers of an idle set look as if they had just been allocated. */
    void clean(BufferSet set) {
        int index = 0;
        for (FieldPlan plan : plans) {
            for (BufferSpec spec : plan.buffers()) {
                clean(set.buffer(index++), spec);
            }
        }
    }

    /** All validity, because a value that was written beyond the last row may have left a bit anywhere. */
    private static void clean(ArrowBuf buffer, BufferSpec spec) {
        if (spec.validity()) {
            zero(buffer.memoryAddress(), buffer.capacity());
        } else if (spec.offsets()) {
            zero(buffer.memoryAddress(), Math.min(Long.BYTES, buffer.capacity()));
        }
    }

    /** Puts the buffers of a clean set into the empty vectors. */
    void load(BufferSet set) {
        set.quiet();
        int first = 0;
        for (int i = 0; i < vectors.length; i++) {
            int count = plans[i].buffers().length;
            vectors[i].loadFieldBuffers(NO_VALUES, set.range(first, count));
            first += count;
        }
        set.loudAlone(); // it comes from the pool, which keeps none that somebody has a buffer of
    }

    /** Whole words: a buffer has its last line of memory to itself. */
    private static void zero(long address, long bytes) {
        if (bytes > FEW_BYTES) {
            MemoryUtil.setMemory(address, bytes, (byte) 0);
            return;
        }
        for (long at = address; at < address + bytes; at += Long.BYTES) {
            MemoryUtil.putLong(at, 0);
        }
    }

    /**
     * Takes the counts of the vectors and the lengths of their buffers.
     *
     * @return false if a vector does not lie in the buffers of the set any more, or is not complete; then what was taken
     *     means nothing
     */
    boolean isWhole(BufferSet set) {
        int first = 0;
        for (int i = 0; i < vectors.length; i++) {
            rows[i] = vectors[i].getValueCount();
            if (!isWhole(set, first, vectors[i], plans[i].buffers())) {
                return false;
            }
            first += plans[i].buffers().length;
        }
        return true;
    }

    private boolean isWhole(BufferSet set, int first, FieldVector vector, BufferSpec[] specs) {
        int values = vector.getValueCount();
        if (vector instanceof BaseFixedWidthVector fixed) {
            return take(set, first, fixed.getValidityBuffer(), specs[0].bytes(values))
                    && take(set, first + 1, fixed.getDataBuffer(), specs[1].bytes(values));
        }
        if (vector instanceof BaseVariableWidthVector texts && Gathered.isComplete(texts, values)) {
            long bytes = texts.getOffsetBuffer().getInt((long) values * Integer.BYTES);
            return take(set, first, texts.getValidityBuffer(), specs[0].bytes(values))
                    && take(set, first + 1, texts.getOffsetBuffer(), specs[1].bytes(values))
                    && take(set, first + 2, texts.getDataBuffer(), bytes);
        }
        List<ArrowBuf> own = vector.getFieldBuffers();
        for (int i = 0; i < specs.length; i++) {
            if (!take(
                    set,
                    first + i,
                    own.get(i),
                    Math.max(specs[i].bytes(values), own.get(i).readableBytes()))) {
                return false;
            }
        }
        return true;
    }

    /** How many bytes {@link #isWhole} saw in all buffers. */
    long usedBytes() {
        long bytes = 0;
        for (long length : lengths) {
            bytes += length;
        }
        return bytes;
    }

    private boolean take(BufferSet set, int index, ArrowBuf buffer, long length) {
        lengths[index] = length;
        return set.isBuffer(index, buffer) && length <= buffer.capacity();
    }
}
