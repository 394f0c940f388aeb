package dev.bowstring.transport.log;

import dev.bowstring.transport.layout.HeaderLayout;
import dev.bowstring.transport.layout.OutputControlLayout;
import dev.bowstring.transport.layout.ReaderLayout;
import dev.bowstring.transport.layout.RingLayout;
import dev.bowstring.transport.layout.SchemasLayout;
import java.util.List;

/**
 * What an output needs in shared memory.
 *
 * @param node the publisher
 * @param output the name of its output
 * @param readers declared readers first, then spare ones; the number of a reader is its place here
 * @param arenaBytes size of the first arena file
 * @param arenaMax what all arena files together may take
 */
public record OutputPlan(String node, String output, List<ReaderPlan> readers, long arenaBytes, long arenaMax) {
    private static final int MIN_SLOTS = 64;
    private static final int SLOTS_PER_QUEUED_MESSAGE = 4;
    private static final int SLOTS_PER_READER = 4;

    /**
     * One reader of an output.
     *
     * @param name {@code node/input}; empty for a spare reader
     * @param blocking whether the publisher waits for it
     * @param queueSize how many messages it may be behind
     * @param pins how many messages it may hold at a time
     * @param attaches whether its node attaches later, so that nobody reads at the start
     * @param firm whether the publisher waits for it as long as its process lives, come what may
     * @param fromJournal whether it gets its messages from the journal, so that the publisher knows nothing of it
     */
    public record ReaderPlan(
            String name,
            boolean blocking,
            int queueSize,
            int pins,
            boolean attaches,
            boolean firm,
            boolean fromJournal) {
        /** A reader that is there from the start; firm, if it is blocking. */
        public ReaderPlan(String name, boolean blocking, int queueSize, int pins) {
            this(name, blocking, queueSize, pins, false, blocking);
        }

        /** A reader that gets its messages through the ring. */
        public ReaderPlan(String name, boolean blocking, int queueSize, int pins, boolean attaches, boolean firm) {
            this(name, blocking, queueSize, pins, attaches, firm, false);
        }

        /** A reader that gets its messages from the journal of the output. */
        public static ReaderPlan ofJournal(String name) {
            return new ReaderPlan(name, false, 1, 1, false, false, true);
        }

        /** A reader that has its file from the start, and that nobody has declared yet. */
        public static ReaderPlan spare(int pins) {
            return new ReaderPlan("", false, 1, pins);
        }

        boolean declared() {
            return !name.isEmpty();
        }
    }

    /**
     * The number of slots: a power of two, at least 64 and at least four times the largest queue; with many readers more,
     * so that their pins need not be read so often.
     */
    public int slots() {
        int wanted = Math.max(MIN_SLOTS, SLOTS_PER_READER * readers.size());
        for (ReaderPlan reader : readers) {
            wanted = Math.max(wanted, SLOTS_PER_QUEUED_MESSAGE * reader.queueSize());
        }
        return Integer.highestOneBit(wanted - 1) << 1;
    }

    /** How many bytes all files take at the start. */
    public long bytes() {
        long bytes = ringBytes() + controlBytes() + SchemasLayout.FILE_LENGTH + arenaBytes;
        for (ReaderPlan reader : readers) {
            bytes += ReaderLayout.fileLength(reader.pins());
        }
        return bytes;
    }

    long ringBytes() {
        return RingLayout.fileLength(slots());
    }

    long controlBytes() {
        return OutputControlLayout.fileLength(readers.size());
    }

    /** The smallest file that can hold an allocation of so many bytes. */
    public static long arenaFileFor(long allocation) {
        return HeaderLayout.LENGTH
                + ((allocation + HeaderLayout.LENGTH - 1) / HeaderLayout.LENGTH) * HeaderLayout.LENGTH;
    }
}
