package dev.bowstring.node.arrow;

import dev.bowstring.transport.arena.Block;
import dev.bowstring.transport.message.DictionarySection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of the dictionaries of an output: their plans, and the copies of those that lie outside the arena.
 * A copy serves until the vector, its length or its buffers change. Guarded by its output.
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
    private record Copy(Block block, int values, long... addressesAndLengths) {
        boolean is(int nowValues, long... now) {
            return values == nowValues && Arrays.equals(addressesAndLengths, now);
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
        long[] now = addressesAndLengths(gathered, from, to);
        Copy copy = copies.get(section.id());
        boolean known = copy != null && copy.is((int) section.rows(), now);
        if (!known) {
            copy = make(bytes, (int) section.rows(), now);
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

    private @Nullable Copy make(long bytes, int values, long... now) {
        Block block = arena.reserve(bytes);
        return block == null ? null : new Copy(block, values, now);
    }

    /** A draft names copies without a count of its own: none goes before {@link #end}. */
    void begin() {
        drafts++;
    }

    /** A draft was committed, and has counts of its own now, or was given up. */
    void end() {
        drafts--;
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

    private static long[] addressesAndLengths(Gathered gathered, int from, int to) {
        long[] now = new long[2 * (to - from)];
        for (int i = from; i < to; i++) {
            now[2 * (i - from)] = gathered.buffers[i].memoryAddress();
            now[2 * (i - from) + 1] = gathered.lengths[i];
        }
        return now;
    }

    /** Gives all copies back. */
    void close() {
        replaced.forEach(arena::giveBack);
        replaced.clear();
        copies.values().forEach(copy -> arena.giveBack(copy.block));
        copies.clear();
        plans.clear();
    }
}
