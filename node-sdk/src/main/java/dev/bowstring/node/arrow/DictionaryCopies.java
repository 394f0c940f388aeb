package dev.bowstring.node.arrow;

import dev.bowstring.transport.arena.Block;
import dev.bowstring.transport.message.DictionarySection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;

/**
 * What is remembered of the dictionaries of an output: their plans, and the copies of those that lie outside the arena.
 * A copy serves until the buffers of the vector are others, or its length is another. Guarded by its output.
 */
final class DictionaryCopies {
    private final OutputArena arena;
    private final Map<Long, Planned> plans = new HashMap<>();
    private final Map<Long, Copy> copies = new HashMap<>();
    private final List<Block> replaced = new ArrayList<>();
    private int drafts;

    @SuppressWarnings("ArrayRecordComponent") // never changed
    private record Planned(FieldVector vector, FieldPlan[] plans) {}

    @SuppressWarnings("ArrayRecordComponent") // never changed
    private record Copy(Block block, int values, ArrowBuf[] buffers, long... lengths) {
        /** By identity: memory that was freed is handed out again at the same address. */
        boolean is(int nowValues, ArrowBuf[] nowBuffers, long... nowLengths) {
            return values == nowValues && sameBuffers(nowBuffers) && Arrays.equals(lengths, nowLengths);
        }

        @SuppressWarnings("ReferenceEquality")
        private boolean sameBuffers(ArrowBuf... others) {
            boolean same = buffers.length == others.length;
            for (int i = 0; same && i < others.length; i++) {
                same = buffers[i] == others[i];
            }
            return same;
        }
    }

    DictionaryCopies(OutputArena arena) {
        this.arena = arena;
    }

    FieldPlan[] plans(long id, FieldVector vector) {
        Planned planned = plans.get(id);
        if (planned == null || planned.vector != vector) {
            planned = new Planned(vector, FieldPlan.of(List.of(vector.getField())));
            plans.put(id, planned);
        }
        return planned.plans;
    }

    /**
     * Brings those buffers of a dictionary into the arena that lie outside.
     *
     * @param base where its copies begin among those of the message
     * @param bytes how much they need
     * @return false if the arena has no room for so many bytes
     */
    boolean bring(Gathered gathered, DictionarySection section, long base, long bytes) {
        int from = section.firstBuffer();
        int to = from + section.buffers();
        ArrowBuf[] buffers = Arrays.copyOfRange(gathered.buffers, from, to);
        long[] lengths = Arrays.copyOfRange(gathered.lengths, from, to);
        Copy copy = copies.get(section.id());
        boolean known = copy != null && copy.is((int) section.rows(), buffers, lengths);
        if (!known) {
            Block block = arena.reserveAtOnce(bytes);
            copy = block == null ? null : new Copy(block, (int) section.rows(), buffers, lengths);
        }
        if (copy == null) {
            return false;
        }
        gathered.bring(from, to, base, copy.block, !known);
        if (!known) {
            keep(section.id(), copy, bytes);
        }
        return true;
    }

    /** A draft names copies without a count of its own: none goes before {@link #end}. */
    void begin() {
        drafts++;
    }

    /** A draft was committed, and has counts of its own now, or was given up. */
    void end() {
        drafts--;
        giveBackReplaced();
    }

    private void giveBackReplaced() {
        if (drafts == 0 && !replaced.isEmpty()) {
            replaced.forEach(arena::giveBack);
            replaced.clear();
        }
    }

    private void keep(long id, Copy copy, long bytes) {
        arena.counters().copied(bytes);
        Copy before = copies.put(id, copy);
        if (before != null) {
            replaced.add(before.block);
        }
    }

    /** There are other dictionaries from here on. */
    void clear() {
        copies.values().forEach(copy -> replaced.add(copy.block));
        copies.clear();
        plans.clear();
        giveBackReplaced();
    }

    /** Gives all copies back: no draft is under way any more. */
    void close() {
        drafts = 0;
        clear();
    }
}
