package dev.bowstring.transport.log;

import dev.bowstring.transport.doorbell.Doorbell;
import dev.bowstring.transport.layout.OutputControlLayout;
import dev.bowstring.transport.layout.Pin;
import dev.bowstring.transport.layout.ReaderLayout;
import java.util.List;
import java.util.stream.IntStream;
import org.agrona.collections.LongHashSet;
import org.agrona.concurrent.AtomicBuffer;

/** All readers of an output as its publisher sees them. Under the output's lock. */
final class ReaderTable {
    private static final long EVERYTHING = Long.MAX_VALUE;

    private final OutputControl control;
    private final AtomicBuffer[] files;
    private final int[] pins;
    private final Doorbell[] doorbells;

    /**
     * @param files the file of every reader, spare ones too, by number
     * @param doorbells one of each node that reads, so that a node with two inputs is rung once
     */
    ReaderTable(OutputControl control, List<AtomicBuffer> files, List<Doorbell> doorbells) {
        this.control = control;
        this.files = files.toArray(AtomicBuffer[]::new);
        this.doorbells = doorbells.toArray(Doorbell[]::new);
        this.pins = new int[this.files.length];
        for (int reader = 0; reader < pins.length; reader++) {
            pins[reader] = checkedPins(reader);
        }
    }

    private int checkedPins(int reader) {
        int room = (files[reader].capacity() - ReaderLayout.PINS) / Long.BYTES;
        return Math.max(0, Math.min(control.pins(reader), room)); // L9
    }

    /** How many pins all readers have together. */
    int pins() {
        return IntStream.of(pins).sum();
    }

    long generation() {
        return control.generation();
    }

    /** The first sequence for which some BLOCKING reader has no room. */
    long roomUntil() {
        long until = EVERYTHING;
        for (int reader = 0; reader < files.length; reader++) {
            if (control.blocking(reader)) {
                until = Math.min(until, cursor(reader) + control.queueSize(reader));
            }
        }
        return until;
    }

    /** The shortest queue of a BLOCKING reader. */
    int shortestQueue() {
        int shortest = Integer.MAX_VALUE;
        for (int reader = 0; reader < files.length; reader++) {
            if (control.blocking(reader)) {
                shortest = Math.min(shortest, control.queueSize(reader));
            }
        }
        return shortest;
    }

    /** Half of the shortest queue, at least 1. A LOSSY reader with a queue of one wants the newest alone. */
    int mostTogether() {
        int shortest = Integer.MAX_VALUE;
        for (int reader = 0; reader < files.length; reader++) {
            long mode = control.mode(reader);
            int queue = control.queueSize(reader);
            if (mode == OutputControlLayout.BLOCKING || (mode == OutputControlLayout.LOSSY && queue > 1)) {
                shortest = Math.min(shortest, queue);
            }
        }
        return Math.max(1, shortest / 2);
    }

    /** The BLOCKING reader that is furthest behind its queue size, or {@link Waiting#NO_READER}. */
    int slowest() {
        long until = EVERYTHING;
        int slowest = Waiting.NO_READER;
        for (int reader = 0; reader < files.length; reader++) {
            if (control.blocking(reader) && cursor(reader) + control.queueSize(reader) < until) {
                until = cursor(reader) + control.queueSize(reader);
                slowest = reader;
            }
        }
        return slowest;
    }

    /**
     * The reader for whom most is kept: the one with the most pins, else the BLOCKING one that is furthest behind {@code
     * tail}; {@link Waiting#NO_READER} if none keeps anything.
     */
    int holder(long tail) {
        int holder = Waiting.NO_READER;
        int most = 0;
        for (int reader = 0; reader < files.length; reader++) {
            int held = held(reader);
            if (held > most) {
                most = held;
                holder = reader;
            }
        }
        return holder == Waiting.NO_READER ? furthestBehind(tail) : holder;
    }

    private int held(int reader) {
        int held = 0;
        for (int pin = 0; pin < pins[reader]; pin++) {
            held += files[reader].getLongVolatile(ReaderLayout.pin(pin)) == Pin.NONE ? 0 : 1;
        }
        return held;
    }

    private int furthestBehind(long tail) {
        long least = tail;
        int behind = Waiting.NO_READER;
        for (int reader = 0; reader < files.length; reader++) {
            if (control.blocking(reader) && cursor(reader) < least) {
                least = cursor(reader);
                behind = reader;
            }
        }
        return behind;
    }

    /** How many messages a LOSSY reader may hold, at most, while it stands still; 0 if there is none. */
    int mostHeldByLossy() {
        int most = 0;
        for (int reader = 0; reader < files.length; reader++) {
            if (control.mode(reader) == OutputControlLayout.LOSSY) {
                most = Math.max(most, pins[reader]);
            }
        }
        return most;
    }

    boolean anyBlocking() {
        return roomUntil() != EVERYTHING;
    }

    /** How far OLDEST may go so that no BLOCKING reader loses a message (L10), at most {@code limit}. */
    long retirable(long limit) {
        long bound = limit;
        for (int reader = 0; reader < files.length; reader++) {
            if (control.blocking(reader)) {
                bound = Math.min(bound, cursor(reader));
            }
        }
        return bound;
    }

    /** Below this, no reader may take a message any more: the surplus. */
    long surplusBelow(long tail) {
        long bound = tail;
        for (int reader = 0; reader < files.length; reader++) {
            long mode = control.mode(reader);
            if (mode == OutputControlLayout.LOSSY) { // what it has taken is as useless to it as what it has missed
                bound = Math.min(bound, Math.max(cursor(reader), tail - control.queueSize(reader)));
            } else if (mode == OutputControlLayout.BLOCKING) {
                bound = Math.min(bound, cursor(reader));
            }
        }
        return bound;
    }

    private long cursor(int reader) {
        return files[reader].getLongAcquire(ReaderLayout.CURSOR);
    }

    /** Adds every pin of every reader, of any mode: a reader whose edge was freed may still read. */
    void collectPins(LongHashSet into) {
        for (int reader = 0; reader < files.length; reader++) {
            AtomicBuffer file = files[reader];
            for (int pin = 0; pin < pins[reader]; pin++) {
                long identity = file.getLongVolatile(ReaderLayout.pin(pin));
                if (identity != Pin.NONE) {
                    into.add(identity);
                }
            }
        }
    }

    /** Rings every node that sleeps for input. The caller has made a full fence after its store. */
    void ringForInput() {
        for (Doorbell doorbell : doorbells) {
            doorbell.ringIfWaitingForInput();
        }
    }
}
