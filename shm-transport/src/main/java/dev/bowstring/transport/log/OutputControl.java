package dev.bowstring.transport.log;

import static dev.bowstring.transport.layout.OutputControlLayout.ARENA_COUNT;
import static dev.bowstring.transport.layout.OutputControlLayout.ARENA_MAX;
import static dev.bowstring.transport.layout.OutputControlLayout.BLOCKING;
import static dev.bowstring.transport.layout.OutputControlLayout.GENERATION;
import static dev.bowstring.transport.layout.OutputControlLayout.JOURNAL;
import static dev.bowstring.transport.layout.OutputControlLayout.MAX_ARENAS;
import static dev.bowstring.transport.layout.OutputControlLayout.READER_FIRM;
import static dev.bowstring.transport.layout.OutputControlLayout.READER_MODE;
import static dev.bowstring.transport.layout.OutputControlLayout.READER_NAME;
import static dev.bowstring.transport.layout.OutputControlLayout.READER_NAME_LENGTH;
import static dev.bowstring.transport.layout.OutputControlLayout.READER_NAME_MAX;
import static dev.bowstring.transport.layout.OutputControlLayout.READER_OPEN;
import static dev.bowstring.transport.layout.OutputControlLayout.READER_PINS;
import static dev.bowstring.transport.layout.OutputControlLayout.READER_QUEUE_SIZE;
import static dev.bowstring.transport.layout.OutputControlLayout.RESTARTS;
import static dev.bowstring.transport.layout.OutputControlLayout.RESTARTS_KEPT;
import static dev.bowstring.transport.layout.OutputControlLayout.RESTART_AT;
import static dev.bowstring.transport.layout.OutputControlLayout.RESTART_TIME;
import static dev.bowstring.transport.layout.OutputControlLayout.arenaSize;
import static dev.bowstring.transport.layout.OutputControlLayout.reader;
import static dev.bowstring.transport.layout.OutputControlLayout.restart;

import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.AtomicBuffer;

/** What the supervisor says about an output, as its publisher and its readers see it. Any thread. */
public final class OutputControl {
    private final AtomicBuffer words;

    /** A view of a whole control file. */
    public OutputControl(AtomicBuffer words) {
        this.words = words;
    }

    /** Changes after any mode has changed; pairs with the supervisor's atomic addition. */
    long generation() {
        return words.getLongVolatile(GENERATION);
    }

    /** How often another process has taken over from the publisher; to be asked after TAIL was looked at. */
    long restarts() {
        return words.getLongAcquire(RESTARTS);
    }

    /** The sequence that a life of the publisher begins with. Holds if {@link #keeps} says so afterwards. */
    long restartAt(long number) {
        return words.getLong(restart(number) + RESTART_AT);
    }

    /** When that life took over, on the monotonic clock. Holds if {@link #keeps} says so afterwards. */
    long restartTimeNs(long number) {
        return words.getLong(restart(number) + RESTART_TIME);
    }

    /** Whether what was read about this restart was not being written over; ask after a load fence. */
    boolean keeps(long number) {
        return number > restarts() - (RESTARTS_KEPT - 1);
    }

    long mode(int reader) {
        return words.getLongAcquire(reader(reader) + READER_MODE);
    }

    boolean blocking(int reader) {
        return mode(reader) == BLOCKING;
    }

    /** Whether a node may read there. */
    boolean open(int reader) {
        return words.getLongAcquire(reader(reader) + READER_OPEN) == 1;
    }

    /** Whether the reader gets its messages from the journal of the output. */
    boolean fromJournal(int reader) {
        return mode(reader) == JOURNAL;
    }

    /** Whether the publisher waits for this reader as long as it lives. */
    boolean firm(int reader) {
        return words.getLongAcquire(reader(reader) + READER_FIRM) == 1;
    }

    /** How many messages the reader may be behind: at least 1, whatever the file says (L9). */
    int queueSize(int reader) {
        long size = words.getLong(reader(reader) + READER_QUEUE_SIZE);
        return (int) Math.max(1, Math.min(size, Integer.MAX_VALUE));
    }

    /** How many pins the reader's file has. */
    int pins(int reader) {
        return (int) words.getLong(reader(reader) + READER_PINS);
    }

    /** {@code node/input}; empty for a spare reader. */
    public String name(int reader) {
        int length = words.getInt(reader(reader) + READER_NAME_LENGTH);
        byte[] name = new byte[Math.max(0, Math.min(length, READER_NAME_MAX))];
        words.getBytes(reader(reader) + READER_NAME, name);
        return new String(name, StandardCharsets.UTF_8);
    }

    /** The number of arena files; pairs with the supervisor's release store after the file is there. */
    int arenas() {
        long count = words.getLongAcquire(ARENA_COUNT);
        return (int) Math.max(0, Math.min(count, MAX_ARENAS));
    }

    /** The size of an arena file in bytes, as the supervisor made it. */
    long arenaBytes(int arena) {
        return words.getLong(arenaSize(arena));
    }

    /** What all arena files together may take, in bytes. */
    public long arenaMax() {
        return words.getLong(ARENA_MAX);
    }
}
