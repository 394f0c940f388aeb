package dev.bowstring.node.arrow;

import dev.bowstring.node.NodeException;
import dev.bowstring.transport.arena.Block;
import dev.bowstring.transport.layout.MessageBlockLayout;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * The nodes and buffers of some vectors, and for each buffer where it lies or must be brought. Used again from message to
 * message; for one thread at a time. Holds no counts: what it names lives as long as the vectors do.
 */
final class Gathered {
    /** Has no bytes. */
    static final int EMPTY = -1;
    /** Lies outside the arena. */
    static final int FOREIGN = -2;
    /** Is missing and means that no value is null. */
    static final int ONES = -3;
    /** Is missing and means that the first offset is 0. */
    static final int ZEROS = -4;

    final OutputArena arena;
    final BlockTable blocks = new BlockTable();

    int nodeCount;
    int[] rows = new int[4];
    int bufferCount;
    ArrowBuf[] buffers = new ArrowBuf[8];
    long[] lengths = new long[8];
    /** An index into {@link #blocks}, or one of the constants above. */
    int[] places = new int[8];
    /** In its block; for what must be brought, in the block of the copies. */
    long[] offsets = new long[8];

    int variadicCount;
    int[] variadic = new int[2];
    /** The bytes of everything that must be brought, each buffer aligned. */
    long copyBytes;
    /** Whether a buffer of the user must be copied, not only an elided one be made. */
    boolean foreign;

    Gathered(OutputArena arena) {
        this.arena = arena;
    }

    void clear() {
        blocks.clear();
        Arrays.fill(buffers, 0, bufferCount, null);
        nodeCount = 0;
        bufferCount = 0;
        variadicCount = 0;
        copyBytes = 0;
        foreign = false;
    }

    /** The bytes of all buffers. */
    long bytes() {
        long bytes = 0;
        for (int i = 0; i < bufferCount; i++) {
            bytes += lengths[i];
        }
        return bytes;
    }

    /**
     * Adds a vector and all below it.
     *
     * @param plan the index of the vector's plan
     * @return the index of the plan that comes next
     * @throws NodeException if the vector is not what the plan says, or not complete
     */
    int add(FieldVector vector, FieldPlan[] plans, int plan) {
        if (plan >= plans.length) {
            throw changed(vector);
        }
        own(vector, plans[plan]);
        int next = plan + 1;
        for (FieldVector child : vector.getChildrenFromFields()) {
            next = add(child, plans, next);
        }
        return next;
    }

    private void own(FieldVector vector, FieldPlan plan) {
        int values = vector.getValueCount();
        node(values);
        BufferSpec[] specs = plan.buffers();
        if (vector instanceof BaseFixedWidthVector fixed && specs.length == 2) {
            buffer(fixed.getValidityBuffer(), specs[0].bytes(values), plan, 0);
            buffer(fixed.getDataBuffer(), specs[1].bytes(values), plan, 1);
        } else if (vector instanceof BaseVariableWidthVector texts && isComplete(texts, values)) {
            buffer(texts.getValidityBuffer(), specs[0].bytes(values), plan, 0);
            buffer(texts.getOffsetBuffer(), specs[1].bytes(values), plan, 1);
            buffer(texts.getDataBuffer(), texts.getOffsetBuffer().getInt((long) values * Integer.BYTES), plan, 2);
        } else {
            fieldBuffers(vector, plan);
        }
    }

    /** Whether the offsets are filled up to the last value; then there is nothing for Arrow to put in order. */
    static boolean isComplete(BaseVariableWidthVector texts, int values) {
        return values > 0 && texts.getLastSet() >= values - 1;
    }

    private void fieldBuffers(FieldVector vector, FieldPlan plan) {
        List<ArrowBuf> own = vector.getFieldBuffers();
        int fixed = plan.buffers().length;
        if (plan.variadic() ? own.size() < fixed : own.size() != fixed) {
            throw changed(vector);
        }
        for (int i = 0; i < own.size(); i++) {
            buffer(own.get(i), own.get(i).readableBytes(), plan, i);
        }
        if (plan.variadic()) {
            variadic(own.size() - fixed);
        }
    }

    private static NodeException changed(FieldVector vector) {
        return new NodeException(
                "the vector '" + vector.getName() + "' does not fit the schema of its batch",
                "columns that changed after the batch was made need syncSchema()");
    }

    private void node(int values) {
        if (nodeCount == rows.length) {
            rows = Arrays.copyOf(rows, 2 * nodeCount);
        }
        rows[nodeCount++] = values;
    }

    private void variadic(int count) {
        if (variadicCount == variadic.length) {
            variadic = Arrays.copyOf(variadic, 2 * variadicCount);
        }
        variadic[variadicCount++] = count;
    }

    private void buffer(ArrowBuf buffer, long wanted, FieldPlan plan, int index) {
        BufferSpec spec = index < plan.buffers().length ? plan.buffers()[index] : BufferSpec.FREE;
        long needed = spec.bytes(rows[nodeCount - 1]);
        long length = Math.min(wanted, buffer.capacity());
        if (length >= needed) {
            place(buffer, length);
        } else if (spec.validity() && length == 0) {
            missing(buffer, needed, ONES);
        } else if (spec.offsets() && rows[nodeCount - 1] == 0) {
            missing(buffer, needed, ZEROS);
        } else {
            throw new NodeException(
                    "the vector '" + plan.name() + "' has " + rows[nodeCount - 1] + " values but only " + length
                            + " of " + needed + " bytes",
                    "end filling with setValueCount or setRowCount");
        }
    }

    private void place(ArrowBuf buffer, long length) {
        if (length == 0) {
            entry(buffer, 0, EMPTY, 0);
            return;
        }
        Block block = blockOf(buffer);
        if (block == null) {
            foreign = true;
            missing(buffer, length, FOREIGN);
        } else {
            entry(buffer, length, blocks.index(block), buffer.memoryAddress() - block.address());
        }
    }

    private @Nullable Block blockOf(ArrowBuf buffer) {
        return buffer.getReferenceManager() instanceof BufferSet set && set.isOf(arena)
                ? set.block()
                : ArenaAllocation.blockOf(buffer, arena);
    }

    private void missing(ArrowBuf buffer, long length, int place) {
        entry(buffer, length, place, copyBytes);
        copyBytes += (length + MessageBlockLayout.ALIGNMENT - 1) & -MessageBlockLayout.ALIGNMENT;
    }

    private void entry(ArrowBuf buffer, long length, int place, long offset) {
        if (bufferCount == buffers.length) {
            buffers = Arrays.copyOf(buffers, 2 * bufferCount);
            lengths = Arrays.copyOf(lengths, 2 * bufferCount);
            places = Arrays.copyOf(places, 2 * bufferCount);
            offsets = Arrays.copyOf(offsets, 2 * bufferCount);
        }
        buffers[bufferCount] = buffer;
        lengths[bufferCount] = length;
        places[bufferCount] = place;
        offsets[bufferCount++] = offset;
    }

    /**
     * Takes what must be brought among some buffers from a block from here on.
     *
     * @param base the value of {@link #copyBytes} before the first of them was added: they lie in the block from there
     * @param copy whether they have still to be copied there
     */
    void bring(int from, int to, long base, Block copies, boolean copy) {
        int index = blocks.index(copies);
        for (int i = from; i < to; i++) {
            if (places[i] < EMPTY) {
                offsets[i] -= base;
                if (copy) {
                    write(i, copies);
                }
                places[i] = index;
            }
        }
    }

    private void write(int i, Block copies) {
        long to = copies.address() + offsets[i];
        switch (places[i]) {
            case ONES -> MemoryUtil.setMemory(to, lengths[i], (byte) 0xFF);
            case ZEROS -> MemoryUtil.setMemory(to, lengths[i], (byte) 0);
            default -> MemoryUtil.copyMemory(buffers[i].memoryAddress(), to, lengths[i]);
        }
    }
}
