package dev.bowstring.transport.log;

import java.util.List;

/**
 * What is played on a simulated output.
 *
 * @param slots of the ring
 * @param arenaBytes memory for blocks in each arena file
 * @param arenaFiles how many arena files there may be
 * @param messages how often the publisher tries to send
 * @param readers who reads
 * @param options what else happens
 */
record LogScenario(
        int slots, int arenaBytes, int arenaFiles, int messages, List<ReaderSpec> readers, List<Option> options) {

    /**
     * @param holds how many messages it holds at a time, at most its pins
     * @param attaches how often it attaches while the publisher goes on; 0 for a reader that is there from the start
     * @param hangs whether it stops over what it has taken first, and goes on once the publisher has ended
     * @param keeps whether it is an at-least-once reader, which keeps what it takes outside of all this
     */
    record ReaderSpec(
            boolean blocking, int queueSize, int pins, int holds, int attaches, boolean hangs, boolean keeps) {
        boolean late() {
            return attaches > 0;
        }
    }

    enum Option {
        /** Two messages each share a block. */
        SHARED,
        /** Blocks of random sizes. */
        SIZES,
        /** Step 4 of reserve. */
        EVICT,
        /** Waiting is sleeping in the futex. */
        SLEEP,
        /** Dead readers do not come back. */
        READERS_STAY_DEAD,
        /** A dead publisher does not come back. */
        PUBLISHER_STAYS_DEAD,
        /** Every message brings a schema of its own. */
        SCHEMAS,
        /** Every second message is sent from a pool of blocks that are used again whole. */
        POOLED,
        /** Several messages are committed together. */
        BURSTS,
        /** The first reader loses its connection and lives: it is demoted. */
        DEMOTED,
        /** A reader that attaches again is the same one: what it has missed counts as dropped. */
        SKIPS
    }

    static final int MESSAGE = 192;

    static ReaderSpec lossy(int queueSize) {
        return new ReaderSpec(false, queueSize, 1, 1, 0, false, false);
    }

    static ReaderSpec blocking(int queueSize) {
        return new ReaderSpec(true, queueSize, 1, 1, 0, false, false);
    }

    static ReaderSpec holding(int holds, ReaderSpec reader) {
        return new ReaderSpec(
                reader.blocking, reader.queueSize, holds, holds, reader.attaches, reader.hangs, reader.keeps);
    }

    /** Attaches so often, and leaves in between. */
    static ReaderSpec attaching(int times, ReaderSpec reader) {
        return new ReaderSpec(
                reader.blocking, reader.queueSize, reader.pins, reader.holds, times, reader.hangs, reader.keeps);
    }

    static ReaderSpec keeping(ReaderSpec reader) {
        return new ReaderSpec(reader.blocking, reader.queueSize, 1, 1, reader.attaches, reader.hangs, true);
    }

    static ReaderSpec hanging(ReaderSpec reader) {
        return new ReaderSpec(
                reader.blocking, reader.queueSize, reader.pins, reader.holds, reader.attaches, true, reader.keeps);
    }

    /** A ring of so many slots, and memory for so many messages of one block each. */
    static LogScenario of(int slots, int blocks, int messages, ReaderSpec... readers) {
        return new LogScenario(slots, blocks * MESSAGE, 1, messages, List.of(readers), List.of());
    }

    LogScenario with(Option... more) {
        return new LogScenario(slots, arenaBytes, arenaFiles, messages, readers, List.of(more));
    }

    LogScenario growing(int files) {
        return new LogScenario(slots, arenaBytes, files, messages, readers, options);
    }

    boolean has(Option option) {
        return options.contains(option);
    }

    boolean anyBlocking() {
        return readers.stream().anyMatch(ReaderSpec::blocking);
    }
}
