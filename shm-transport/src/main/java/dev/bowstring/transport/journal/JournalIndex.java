package dev.bowstring.transport.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueStore;
import net.openhft.chronicle.wire.Wires;

/**
 * Finds records by what they say, with a few looks at the queue's own index: positions have no gaps within a file, and
 * times grow. One thread, its reader's.
 */
final class JournalIndex {
    private static final RollCycle CYCLE = Queues.CYCLE;

    private final SingleChronicleQueue queue;
    private final JournalReader reader;

    JournalIndex(SingleChronicleQueue queue, JournalReader reader) {
        this.queue = queue;
        this.reader = reader;
    }

    /** The cycle of the newest file; {@link Integer#MIN_VALUE} when there is none. */
    int lastCycle() {
        queue.refreshDirectoryListing();
        return queue.lastCycle();
    }

    /** Goes to the first record of the first file after a cycle. */
    boolean moveToFirstAfter(ExcerptTailer tailer, int cycle, int last) {
        for (int next : cycles()) {
            if (next > cycle && next <= last) {
                return tailer.moveToIndex(CYCLE.toIndex(next, 0));
            }
        }
        return false;
    }

    /** The cycles that have a file, the oldest first. */
    private List<Integer> cycles() {
        List<Integer> cycles = new ArrayList<>();
        for (Path file : reader.journal().queueFiles()) {
            cycles.add(JournalDirectory.cycleOf(file));
        }
        return cycles;
    }

    Optional<JournalRecord> first() {
        for (int cycle : cycles()) {
            Optional<JournalRecord> record = firstOf(cycle);
            if (record.isPresent()) {
                return record;
            }
        }
        return Optional.empty();
    }

    private Optional<JournalRecord> firstOf(int cycle) {
        return reader.at(CYCLE.toIndex(cycle, 0));
    }

    Optional<JournalRecord> last() {
        List<Integer> cycles = cycles();
        for (int i = cycles.size() - 1; i >= 0; i--) {
            int cycle = cycles.get(i);
            for (long number = count(cycle) - 1; number >= 0; number--) {
                Optional<JournalRecord> record = reader.at(CYCLE.toIndex(cycle, number));
                if (record.isPresent()) {
                    return record;
                }
            }
        }
        return Optional.empty();
    }

    /** How many records a file has, those that are damaged included. */
    long count(int cycle) {
        if (isCut(cycle)) {
            return reader.countForward(cycle);
        }
        long there = -1;
        long step = 1;
        while (reader.exists(CYCLE.toIndex(cycle, there + step))) {
            there += step;
            step <<= 1;
        }
        for (; step > 0; step >>= 1) {
            if (reader.exists(CYCLE.toIndex(cycle, there + step))) {
                there += step;
            }
        }
        return there + 1;
    }

    /**
     * Whether a file is shorter than its queue says. Then it is read from its beginning only: a look at what no page backs is
     * told by the JVM some time later, somewhere else.
     */
    boolean isCut(int cycle) {
        Path file = reader.journal().queueFile(cycle);
        try (SingleChronicleQueueStore store = queue.storeForCycle(cycle, queue.epoch(), false, null);
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (store == null) {
                return true;
            }
            long lastDocument = store.writePosition();
            ByteBuffer word = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            if (channel.read(word, lastDocument) < Integer.BYTES) {
                return true;
            }
            return lastDocument + Wires.lengthOf(word.getInt(0)) + 2L * Integer.BYTES > channel.size();
        } catch (IOException gone) {
            return true;
        }
    }

    /** Whether the last document that the queue knows of in a file is committed, and begins at a byte or later. */
    boolean hasDocumentFrom(int cycle, long from) {
        Path file = reader.journal().queueFile(cycle);
        try (SingleChronicleQueueStore store = queue.storeForCycle(cycle, queue.epoch(), false, null);
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer word = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            return store != null
                    && store.writePosition() >= from
                    && channel.read(word, store.writePosition()) == Integer.BYTES
                    && Wires.isReadyData(word.getInt(0));
        } catch (IOException gone) {
            return false;
        }
    }

    /** The index of a position, or of the first one that is left behind it. */
    Optional<Long> ofPosition(long position) {
        return search(record -> record.position() >= position);
    }

    /** The index of the first record published at a time or later. */
    Optional<Long> ofTime(long wallTimeNs) {
        return search(record -> record.facts().wallTimeNs() >= wallTimeNs);
    }

    private interface Reached {
        boolean by(JournalRecord record);
    }

    /** The first record for which something is true that stays true for all behind it. */
    private Optional<Long> search(Reached reached) {
        List<Integer> cycles = cycles();
        for (int i = cycles.size() - 1; i >= 0; i--) { // mostly it is asked for what is new
            Optional<JournalRecord> first = firstOf(cycles.get(i));
            if (first.isPresent() && !reached.by(first.get())) {
                Optional<Long> found = within(cycles.get(i), reached);
                return found.isPresent() ? found : firstAfter(cycles, i);
            }
        }
        return firstAfter(cycles, -1);
    }

    private Optional<Long> firstAfter(List<Integer> cycles, int i) {
        for (int next = i + 1; next < cycles.size(); next++) {
            if (firstOf(cycles.get(next)).isPresent()) {
                return Optional.of(CYCLE.toIndex(cycles.get(next), 0));
            }
        }
        return Optional.empty();
    }

    private Optional<Long> within(int cycle, Reached reached) {
        long before = 0; // not reached
        long after = count(cycle); // reached, or the end
        long end = after;
        while (after - before > 1) {
            long middle = (before + after) >>> 1;
            Optional<JournalRecord> record = reader.at(CYCLE.toIndex(cycle, middle));
            if (record.isEmpty() || reached.by(record.get())) {
                after = middle;
            } else {
                before = middle;
            }
        }
        return after < end ? Optional.of(CYCLE.toIndex(cycle, after)) : Optional.empty();
    }
}
